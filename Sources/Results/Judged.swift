import Evaluation
import Settings

/// What `evaluation.h5` holds: a recipe and its results, the one to quote first.
public struct Judged: Sendable {
  /// The recipe's name.
  public var recipe: String
  /// The recipe as its author wrote it, without comments.
  public var text: String
  /// The recipe with everything that it leaves to defaults.
  public var settings: JSON
  /// How intervals are found.
  public var intervals: Bootstrap
  /// One result a split; the first is the one to quote.
  public var results: [SplitResult]
  /// The row of the features' file behind each prediction, result by result.
  public var rows: [[Int]]

  /// A recipe with its results.
  public init(
    recipe: String, text: String, settings: JSON, intervals: Bootstrap, results: [SplitResult], rows: [[Int]]
  ) {
    self.recipe = recipe
    self.text = text
    self.settings = settings
    self.intervals = intervals
    self.results = results
    self.rows = rows
  }

  /// Whether the recipe made its clips instead of finding them.
  public var isSynthetic: Bool {
    guard case .object(let sections) = settings, let synthetic = sections["synthetic"] else { return false }
    return synthetic != .null
  }

  /// What the system's authors report of it, as the recipe says.
  public var claim: Claim? {
    guard case .object(let sections) = settings, case .object(let section)? = sections["evaluate"],
      let claim = section["claim"], claim != .null
    else { return nil }
    return try? Claim(decoding: claim)
  }

  /// `demo: UAR 48.1 % [41.0, 55.2], WAR 50.3 % [43.4, 57.1], 6 classes, chance 16.7 % (honest, 5 folds by speaker)`.
  public var headlines: [String] {
    results.map { result in
      let card = result.scorecard, summary = card.summary
      func spoken(_ interval: Interval) -> String {
        "\(percent(interval.estimate)) % [\(percent(interval.low)), \(percent(interval.high))]"
      }
      let clips = isSynthetic ? "synthetic clips" : "clips"
      return "\(recipe): UAR \(spoken(summary.uar)), WAR \(spoken(summary.war)) on \(card.rows) \(clips) of "
        + "\(card.labels.count) classes, chance \(percent(card.baselines.chance)) % (\(result.name): \(result.method))"
    }
  }

  private func percent(_ share: Double) -> String {
    let tenths = Int((share * 1000).rounded())
    return "\(tenths / 10).\(tenths % 10)"
  }
}
