import Commands
import Corpora
import System

/// The doctor's findings as a table for people: how often each rule applied, what was done, and what it means.
struct Findings {
  private let catalog: Catalog

  init(_ catalog: Catalog) { self.catalog = catalog }

  /// One line a rule and action; empty when nothing was found.
  var text: String {
    let lines = catalog.summary.map { line in
      [line.rule.rawValue, line.action.rawValue, line.count.grouped, line.rule.meaning]
    }
    guard !lines.isEmpty else { return "" }
    let table = [["rule", "action", "count", "meaning"]] + lines
    let widths = (0..<3).map { column in table.map { $0[column].count }.max() ?? 0 }
    return table.map { line in
      let padded = (0..<3).map { column in
        let space = String(repeating: " ", count: widths[column] - line[column].count)
        return column == 2 ? space + line[column] : line[column] + space
      }
      return "  " + (padded + [line[3]]).joined(separator: "  ") + "\n"
    }.joined()
  }
}
