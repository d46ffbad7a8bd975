import Settings
import Tables

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

/// What a model said about one row that it was not trained on, beside what is true.
public struct Prediction: Sendable, Equatable, Codable {
  /// The row's identifier, unique within a system's predictions.
  public var row: String
  /// The clip that the row was made from: several windows and transformed copies of a clip share it.
  public var clip: String
  /// `original`, or what was done to the clip.
  public var variant = "original"
  /// The fold in whose test side the row stands, from 0.
  public var fold: Int
  /// The corpus that the clip comes from.
  public var corpus: String
  /// The speaker's name within the corpus; empty when nobody knows.
  public var speaker: String
  /// The speaker's sex as the catalog has it; empty when nobody knows.
  public var sex: String
  /// What is said, by the corpus's own code for it; empty when nobody knows.
  public var statement = ""
  /// Whether the same was said, by whomever, in what the fold's model learned from; nil when nobody knows.
  public var isHeard: Bool?
  /// The true class, an index into the labels.
  public var truth: Int
  /// The predicted class, an index into the labels.
  public var guess: Int
  /// The probability of every class.
  public var probabilities: [Double]  // [class]
  /// The share of listeners who heard each class, where the labels are soft.
  public var soft: [Double]?  // [class]

  /// One prediction; left out, `guess` is the most probable class and the first of several equally probable ones.
  public init(
    row: String, clip: String, fold: Int = 0, corpus: String = "", speaker: String = "", sex: String = "",
    truth: Int, guess: Int? = nil, probabilities: [Double], soft: [Double]? = nil
  ) {
    self.row = row
    self.clip = clip
    self.fold = fold
    self.corpus = corpus
    self.speaker = speaker
    self.sex = sex
    self.truth = truth
    self.guess = guess ?? Prediction.likeliest(probabilities)
    self.probabilities = probabilities
    self.soft = soft
  }

  /// The same row with other probabilities, and what they say is most probable.
  public func saying(_ probabilities: [Double]) -> Prediction {
    var other = self
    other.probabilities = probabilities
    other.guess = Prediction.likeliest(probabilities)
    return other
  }

  /// The index of the largest value, the lowest of several equal ones; 0 for an empty list.
  public static func likeliest(_ probabilities: [Double]) -> Int {
    var best = 0
    for index in probabilities.indices where probabilities[index] > probabilities[best] { best = index }
    return best
  }

  /// What the row is a part of: the clip, or a transformed copy, which is a sound of its own.
  public var sound: String { variant == "original" ? clip : "\(clip)/\(variant)" }

  /// The probability of the class that was predicted.
  public var confidence: Double { probabilities[guess] }
  /// Whether the predicted class is the true one.
  public var isRight: Bool { guess == truth }
}

extension Predictions {
  /// One line per row: its names, truth, prediction and the probability of every class.
  public var csv: String { csv(inductive: nil) }

  /// The same; behind it what was said of the same rows in the same order where nothing was fitted on them.
  public func csv(inductive twin: Predictions?) -> String {
    let twins = twin?.rows
    var header = [
      "row", "clip", "variant", "fold", "corpus", "speaker", "sex", "statement", "heard", "truth", "prediction",
    ]
    header += labels.map { "p_\($0)" }
    if twins != nil { header += ["inductive_prediction"] + labels.map { "inductive_p_\($0)" } }
    let lines = rows.enumerated().map { place, row in
      [
        row.row, row.clip, row.variant, String(row.fold), row.corpus, row.speaker, row.sex, row.statement,
        row.isHeard.map { $0 ? "yes" : "no" } ?? "", labels[row.truth], labels[row.guess],
      ]
        + row.probabilities.map { "\($0)" }
        + (twins.map { [labels[$0[place].guess]] + $0[place].probabilities.map { "\($0)" } } ?? [])
    }
    return ([header] + lines).map { TableLine($0).text }.joined()
  }
}
