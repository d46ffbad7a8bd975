import Commands
import Reports
import Results
import System

/// `lilt-report`: pages over several recipes, from their `evaluation.h5`.
@main struct Main {
  struct Options {
    var index: String?
    var compare: String?
    var readme: String?
  }

  static func main() {
    let command = Command<Options>(
      "lilt-report", "Makes pages over several recipes' results.", arguments: "EVALUATION.h5…",
      [
        .text("--index", placeholder: "FILE.html", into: \.index, "a page that links every report"),
        .text("--readme", placeholder: "FILE.md", into: \.readme, "a file whose results table is brought up to date"),
        .text("--compare", placeholder: "FILE.html", into: \.compare, "the recipes side by side"),
      ],
      notes: """
        Without an option, one line a split goes to standard output.
        The table in a Markdown file stands between <!-- results --> and <!-- /results -->.
        """)
    command.run(Options()) { options, paths, console in
      guard !paths.isEmpty else { throw UsageError("expected at least one EVALUATION.h5") }
      for output in [options.index, options.readme, options.compare] {
        if let output { try protect(paths, from: output) }
      }
      let judged = try paths.map { try Judged(file: $0) }
      let rows = judged.compactMap { ResultRow($0.report, link: "\($0.recipe)/report.html") }
      if let path = options.index { try update(path, with: IndexPage(title: "Lilt: all recipes", rows: rows).html) }
      if let path = options.readme { try renew(path, with: ResultsTable(rows.map(\.unlinked)).markdown) }
      if let path = options.compare {
        guard judged.count > 1 else { throw UsageError("--compare needs at least two EVALUATION.h5") }
        try update(path, with: Comparison(judged.map(\.system), bootstrap: judged[0].intervals).html)
      }
      if options.index == nil, options.readme == nil, options.compare == nil {
        for line in judged.flatMap(\.headlines) { printLines(line.printable) }
      }
    }
  }

  private static func renew(_ path: String, with table: String) throws {
    let open = "<!-- results -->", close = "<!-- /results -->"
    let text = String(decoding: try contents(of: path), as: UTF8.self)
    guard let start = text.firstRange(of: open), let end = text[start.upperBound...].firstRange(of: close) else {
      throw DataError(cannot: "update", path, "it has no \(open) … \(close)")
    }
    try update(path, with: String(text[..<start.upperBound]) + "\n" + table + "\n" + String(text[end.lowerBound...]))
  }
}

extension ResultRow {
  /// The row without a link, for files that do not lie beside the reports.
  var unlinked: ResultRow {
    var row = self
    row.link = nil
    return row
  }
}
