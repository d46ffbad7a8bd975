import Tables

extension Predictions {
  /// One line per row: its names, truth, prediction and the probability of every class.
  public var csv: String { csv(inductive: nil) }

  /// The same; behind it what was said of the same rows in the same order where nothing was fitted on them.
  public func csv(inductive twin: Predictions?) -> String {
    let twins = twin?.rows
    let header = [
      "row", "clip", "variant", "fold", "corpus", "speaker", "sex", "statement", "heard", "truth", "prediction",
    ]
    return spreadsheet(
      header: header + labels.map { "p_\($0)" }
        + (twins == nil ? [] : ["inductive_prediction"] + labels.map { "inductive_p_\($0)" }),
      rows: rows.enumerated().map { place, row in
        [
          row.row, row.clip, row.variant, String(row.fold), row.corpus, row.speaker, row.sex, row.statement,
          row.isHeard.map { $0 ? "yes" : "no" } ?? "", labels[row.truth], labels[row.guess],
        ]
          + row.probabilities.map { "\($0)" }
          + (twins.map { [labels[$0[place].guess]] + $0[place].probabilities.map { "\($0)" } } ?? [])
      })
  }
}

extension Scorecard {
  /// One line per score: name, value and the ends of its interval.
  public var csv: String {
    func text(_ value: Double?) -> String { value.map { "\($0)" } ?? "" }
    return spreadsheet(
      header: ["score", "value", "low", "high"],
      rows: numbers.map { [$0.name, text($0.value), text($0.low), text($0.high)] })
  }
}

/// A line of names, then lines of values.
private func spreadsheet(header: [String], rows: [[String]]) -> String {
  ([header] + rows).map { TableLine($0).text }.joined()
}
