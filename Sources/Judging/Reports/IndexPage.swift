import Metrics
import Plotting

/// The page that leads to every report.
public struct IndexPage: Sendable {
  let title: String
  let rows: [ResultRow]

  /// A page that lists recipes in the order given.
  public init(title: String, rows: [ResultRow]) {
    self.title = title
    self.rows = rows
  }

  /// The page: one file of HTML.
  public var html: String {
    Page(title: title, lead: "", sections: [results, chart].compactMap(\.self), footer: "Made by Lilt.").html
  }

  private var results: Section {
    Section("results", "Results") {
      if rows.isEmpty {
        paragraph("No recipe has been evaluated yet.")
      } else {
        ResultsTable(rows).markup
        note(ResultsTable.explanation)
      }
    }
  }

  private var chart: Section? {
    let scored = rows.filter { $0.honestUAR != nil }
    guard scored.count > 1 else { return nil }
    return Section("comparison", "Side by side") {
      figure(
        ScoreChart(
          title: "UAR by recipe", measure: "UAR, honest",
          rows: scored.map { row in
            ScoreChart.Row(
              name: row.recipe, value: row.honestUAR?.estimate, interval: row.honestUAR.map { $0.low...$0.high },
              other: row.publishedUAR?.estimate)
          }, otherName: scored.contains { $0.publishedUAR != nil } ? "UAR, published" : nil
        ).picture(width: 400),
        "Recipes on different corpora or classes are different tasks: compare within a task, or use “make compare”.")
    }
  }
}
