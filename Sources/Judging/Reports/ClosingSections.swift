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
      Table(
        columns: [
          ("clip", .words), ("speaker", .words), ("true", .words), ("called", .words), ("sure (%)", .number),
        ],
        rows: mistakes.map { row in
          Table.Row(cells: [
            Table.Cell(Wording.name(row.sound)), Table.Cell(row.speaker.isEmpty ? "–" : row.speaker),
            Table.Cell(labels[row.truth]), Table.Cell(labels[row.guess]), Table.Cell(row.confidence.percent),
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
        Table(
          columns: [("program or library", .words), ("version", .words)],
          rows: versions.map { Table.Row(cells: [Table.Cell($0.name), Table.Cell($0.value)]) }
        ).markup
      }
      if !files.isEmpty {
        Table(
          columns: [("file", .words), ("SHA-256", .words)],
          rows: files.map { Table.Row(cells: [Table.Cell(Wording.name($0.name)), Table.Cell(Wording.name($0.value))]) }
        ).markup
      }
    }
  }
}
