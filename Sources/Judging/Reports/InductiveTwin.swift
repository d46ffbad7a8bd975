import Metrics
import Plotting
import Settings

// What a † number would be if nothing had been fitted on test rows: its inductive twin stands beside it.

extension SplitResult {
  /// ` (inductive 16.8)` behind a number that is marked †; empty where the result has no twin.
  /// - Parameter value: the same number of the twin's scores.
  public func twin(_ value: (Scorecard) -> Double?) -> String {
    guard transductive != nil, let inductive, let share = value(inductive) else { return "" }
    return " (inductive\u{A0}\(share.percent))"
  }

  /// The same behind one of the three summary scores.
  public func twin(of score: KeyPath<ScoreIntervals, Interval>) -> String {
    twin { $0.summary[keyPath: score].estimate }
  }
}

// The files of numbers beside a report say the same.
extension SplitResult {
  /// `metrics.json`: every number of the scorecard. Where they are marked †, `transductive` says what was fitted on test
  /// rows too, and `inductive` has the twin's numbers under the same names.
  public var metrics: String {
    get throws {
      guard let transductive, case .object(var members) = try JSON(encoding: scorecard) else {
        return try scorecard.json
      }
      members["transductive"] = .string(transductive)
      if let inductive { members["inductive"] = try JSON(encoding: inductive) }
      return JSON.object(members).canonical
    }
  }

  /// `predictions.csv`: a line a row, with the twin's prediction and probabilities behind those that are marked †.
  public var spreadsheet: String {
    scorecard.predictions.csv(inductive: transductive == nil ? nil : inductive?.predictions)
  }
}

/// The inductive twins of a line of the table of recipes, as shares; nil where a number needs none.
public struct InductiveScores: Sendable, Equatable {
  /// UAR for new speakers.
  public var honestUAR: Double?
  /// WAR for new speakers.
  public var honestWAR: Double?
  /// UAR for new speakers who say new sentences.
  public var newSentenceUAR: Double?
  /// UAR on the published split.
  public var publishedUAR: Double?
  /// WAR on the published split.
  public var publishedWAR: Double?

  /// No twins.
  public init() {}

  init(honest: SplitResult?, newSentences: SplitResult?, published: SplitResult?) {
    func share(_ result: SplitResult?, _ score: KeyPath<ScoreIntervals, Interval>) -> Double? {
      guard let result, result.transductive != nil else { return nil }
      return result.inductive?.summary[keyPath: score].estimate
    }
    honestUAR = share(honest, \.uar)
    honestWAR = share(honest, \.war)
    newSentenceUAR = share(newSentences, \.uar)
    publishedUAR = share(published, \.uar)
    publishedWAR = share(published, \.war)
  }

  /// ` (inductive 16.8)`.
  static func spoken(_ share: Double?) -> String { share.map { " (inductive\u{A0}\($0.percent))" } ?? "" }
}
