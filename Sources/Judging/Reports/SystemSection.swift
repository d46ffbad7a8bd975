import Plotting

extension Report {
  /// What was trained, and how each fold's model learned.
  var systemSection: Section? {
    let learned = results.filter { $0.histories.contains { !$0.panels.isEmpty } }
    guard !learned.isEmpty || !system.isEmpty else { return nil }
    return Section("learning", learned.isEmpty ? "The model" : "The model and how it learned") {
      if !system.isEmpty {
        Table(
          columns: [("part", .words), ("what it is", .prose)],
          rows: system.map { Table.Row(cells: [Table.Cell($0.name), Table.Cell($0.value)]) }
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
