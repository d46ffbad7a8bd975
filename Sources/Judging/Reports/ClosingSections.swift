import Metrics
import Plotting

extension Report {
  /// The clips that were most surely wrong.
  var mistakeSection: Section? {
    guard let result = results.first else { return nil }
    let mistakes = result.scorecard.surestMistakes(self.mistakes)
    guard !mistakes.isEmpty else { return nil }
    let labels = result.scorecard.labels
    return Section("mistakes", "Most surely wrong") {
      paragraph(
        "Clips that the system was surest about and got wrong. Listen to them first: some are mislabelled, some show what the "
          + "system really listens to.")
      HTMLTable(
        columns: [
          ("clip", .words), ("speaker", .words), ("true", .words), ("called", .words), ("sure (%)", .number),
        ],
        rows: mistakes.map { row in
          HTMLTable.Row(cells: [
            HTMLTable.Cell(Wording.name(row.sound)), HTMLTable.Cell(row.speaker.isEmpty ? "–" : row.speaker),
            HTMLTable.Cell(labels[row.truth]), HTMLTable.Cell(labels[row.guess]),
            HTMLTable.Cell(row.confidence.percent),
          ])
        }
      ).markup
    }
  }

  /// The recipe and the command that makes everything again.
  var recipeSection: Section? {
    guard !recipe.isEmpty || !command.isEmpty else { return nil }
    return Section("recipe", "Recipe") {
      if !command.isEmpty {
        paragraph("This makes the page and every number on it again:")
        tag("pre") { tag("code") { command } }
      }
      if !recipe.isEmpty {
        paragraph("It follows this recipe:")
        tag("pre") { tag("code") { recipe } }
      }
      if !settings.isEmpty {
        tag("details") {
          tag("summary") { "Every setting, with those that the recipe leaves to defaults" }
          tag("pre") { tag("code") { settings } }
        }
      }
    }
  }

  /// Versions and hashes.
  var provenanceSection: Section? {
    guard !versions.isEmpty || !files.isEmpty else { return nil }
    return Section("provenance", "Versions and hashes") {
      if !versions.isEmpty {
        HTMLTable(
          columns: [("program or library", .words), ("version", .words)],
          rows: versions.map { HTMLTable.Row(cells: [HTMLTable.Cell($0.name), HTMLTable.Cell($0.value)]) }
        ).markup
      }
      if !files.isEmpty {
        HTMLTable(
          columns: [("file", .words), ("SHA-256", .words)],
          rows: files.map {
            HTMLTable.Row(cells: [HTMLTable.Cell(Wording.name($0.name)), HTMLTable.Cell(Wording.name($0.value))])
          }
        ).markup
      }
    }
  }
}

extension Report {
  /// What was trained, and how each fold's model learned.
  var systemSection: Section? {
    let learned = results.filter { $0.histories.contains { !$0.panels.isEmpty } }
    guard !learned.isEmpty || !system.isEmpty else { return nil }
    return Section("learning", learned.isEmpty ? "The model" : "The model and how it learned") {
      if !system.isEmpty {
        HTMLTable(
          columns: [("part", .words), ("what it is", .prose)],
          rows: system.map { HTMLTable.Row(cells: [HTMLTable.Cell($0.name), HTMLTable.Cell($0.value)]) }
        ).markup
      }
      if !learned.isEmpty {
        paragraph(
          "Loss is what training lowers. Where the training line goes on falling and the validation line turns up, the "
            + "model begins to learn its clips by heart; the dot is the epoch whose weights were kept.")
      }
      for result in learned {
        if learned.count > 1 { tag("h3") { "Split “\(result.name)”" } }
        tag("div", ["class": "pictures"]) {
          for picture in curves(of: result) { figure(picture) }
        }
        if result.histories.count > Report.curveLimit {
          note(
            "The curves of \(Wording.count(result.histories.count - Report.curveLimit, "more fold")) are in their models."
          )
        }
      }
    }
  }

  /// Leaving one speaker out of 91 would draw 91 pictures that all say the same.
  private static let curveLimit = 24

  /// The folds' curves, all over the same ranges so that the eye can compare them.
  private func curves(of result: SplitResult) -> [Picture] {
    let panels = result.histories.map(\.panels.count).max() ?? 0
    let ranges = (0..<panels).map { index in
      LearningCurve.range(
        of: result.histories.compactMap { $0.panels.indices.contains(index) ? $0.panels[index] : nil })
    }
    return result.histories.prefix(Report.curveLimit).map { history in
      LearningCurve(
        title: "Fold \(history.fold)", panels: history.panels, kept: history.kept, ranges: ranges
      ).picture()
    }
  }
}
