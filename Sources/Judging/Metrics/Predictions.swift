import Settings

/// Everything that one system said about the test rows of all folds, checked once so that no score has to.
public struct Predictions: Sendable, Equatable, Encodable {
  /// The classes' names in the order of their indices.
  public let labels: [String]
  /// The rows in the order they came.
  public let rows: [Prediction]

  /// Takes predictions that can be scored: at least one row, all classes known, probabilities finite.
  public init(labels: [String], rows: [Prediction]) throws(EvaluationError) {
    guard !labels.isEmpty else {
      throw EvaluationError("cannot score the predictions: expected at least one label, found none")
    }
    guard !rows.isEmpty else {
      throw EvaluationError("cannot score the predictions: expected at least one row, found none")
    }
    for row in rows { try Predictions.check(row, classes: labels.count) }
    self.labels = labels
    self.rows = rows
  }

  /// One row per sound: the mean of its windows' probabilities and the class that is then most probable.
  ///
  /// A sound is a clip or a transformed copy of one. One that is alone with its row keeps its prediction. Every row is
  /// named after its sound, and sounds keep the order of their first windows. Rows of one sound in different folds stay
  /// apart, because different models made them.
  public func byClip() throws(EvaluationError) -> Predictions {
    struct Key: Hashable { let fold: Int, corpus: String, sound: String }
    var places: [Key: Int] = [:]
    var groups: [[Prediction]] = []
    for row in rows {
      let key = Key(fold: row.fold, corpus: row.corpus, sound: row.sound)
      if let place = places[key] {
        groups[place].append(row)
      } else {
        places[key] = groups.count
        groups.append([row])
      }
    }
    var clips: [Prediction] = []
    for group in groups { clips.append(try Predictions.mean(of: group)) }
    return try Predictions(labels: labels, rows: clips)
  }

  /// Canonical JSON of the labels and all rows.
  public var json: String { get throws { try JSON(encoding: self).canonical } }

  /// How many clips the rows come from.
  var clipCount: Int { Set(rows.map { [$0.corpus, $0.clip] }).count }

  /// The rows that satisfy a condition, or nil when none does.
  public func filtered(_ isIncluded: (Prediction) -> Bool) -> Predictions? {
    try? Predictions(labels: labels, rows: rows.filter(isIncluded))
  }

  private static func check(_ row: Prediction, classes: Int) throws(EvaluationError) {
    func refuse(_ cause: String) -> EvaluationError { EvaluationError("cannot score '\(row.row)': \(cause)") }
    for index in [row.truth, row.guess] where !(0..<classes).contains(index) {
      throw refuse("expected a class from 0 to \(classes - 1), found \(index)")
    }
    for list in [row.probabilities, row.soft ?? row.probabilities] {
      guard list.count == classes else {
        throw refuse("expected one probability for each of \(classes) classes, found \(list.count)")
      }
      guard list.allSatisfy({ $0.isFinite && $0 >= 0 }) else {
        throw refuse("expected finite probabilities from 0 up, found \(list)")
      }
    }
  }

  private static func mean(of windows: [Prediction]) throws(EvaluationError) -> Prediction {
    var first = windows[0]
    first.row = first.sound
    guard windows.count > 1 else { return first }
    guard windows.allSatisfy({ $0.truth == first.truth }) else {
      throw EvaluationError("cannot average '\(first.clip)': expected one true class, found several among its rows")
    }
    var sums = [Double](repeating: 0, count: first.probabilities.count)
    for window in windows {
      for index in sums.indices { sums[index] += window.probabilities[index] }
    }
    first.probabilities = sums.map { $0 / Double(windows.count) }
    first.guess = Prediction.likeliest(first.probabilities)
    return first
  }
}

/// Why something cannot be scored or drawn, as one sentence.
public struct EvaluationError: Error, CustomStringConvertible, Equatable {
  /// `cannot <verb> '<object>': <cause>`.
  public let description: String

  /// Wraps one sentence.
  public init(_ description: String) { self.description = description }
}
