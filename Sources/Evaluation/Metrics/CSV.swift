/// Comma-separated values as RFC 4180 writes them, lines ended by a line feed.
enum CSV {
  static func text(header: [String], rows: [[String]]) -> String {
    ([header] + rows).map { $0.map(field).joined(separator: ",") + "\n" }.joined()
  }

  /// Quotes a field that holds a comma, a quote or a line break.
  private static func field(_ text: String) -> String {
    let needsQuotes = text.unicodeScalars.contains { ",\"\n\r".unicodeScalars.contains($0) }
    return needsQuotes
      ? "\"" + text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\"" : text
  }
}

extension Predictions {
  /// One line per row: its names, truth, prediction and the probability of every class.
  public var csv: String {
    let header = ["row", "clip", "fold", "corpus", "speaker", "sex", "truth", "prediction"]
    return CSV.text(
      header: header + labels.map { "p_\($0)" },
      rows: rows.map { row in
        [
          row.row, row.clip, String(row.fold + 1), row.corpus, row.speaker, row.sex, labels[row.truth],
          labels[row.guess],
        ]
          + row.probabilities.map { "\($0)" }
      })
  }
}

extension Scorecard {
  /// One line per score: name, value and the ends of its interval.
  public var csv: String {
    func text(_ value: Double?) -> String { value.map { "\($0)" } ?? "" }
    return CSV.text(
      header: ["score", "value", "low", "high"],
      rows: numbers.map { [$0.name, text($0.value), text($0.low), text($0.high)] })
  }
}
