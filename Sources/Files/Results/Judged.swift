import Metrics
import Reports
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

  /// `demo: UAR 48.1 % [41.0, 55.2], WAR 50.3 % [43.4, 57.1] over 20 speakers, on 384 clips of 6 classes, chance 16.7 %
  /// (honest: 5 folds by speaker)`.
  public var headlines: [String] {
    results.map { result in
      let card = result.scorecard, summary = card.summary
      func spoken(_ score: KeyPath<ScoreIntervals, Interval>) -> String {
        let interval = summary[keyPath: score]
        return "\(percent(interval.estimate)) %\(result.mark) [\(percent(interval.low)), \(percent(interval.high))]"
          + result.twin(of: score).replacing("\u{A0}", with: " ").replacing(")", with: " %)")
      }
      let counted = card.counted(as: isSynthetic ? "synthetic clip" : "clip").replacing("\u{A0}", with: " ")
      let words = summary.resampling.words.replacing("\u{A0}", with: " ")
      return "\(recipe): UAR \(spoken(\.uar)), WAR \(spoken(\.war)) \(words), on \(counted) of "
        + "\(card.labels.count) classes, chance \(percent(card.baselines.chance)) % (\(kind(of: result)): \(result.method))"
        + notes(on: result)
    }
  }

  /// A split by its name, and by what it is where the name does not say so.
  private func kind(of result: SplitResult) -> String {
    result.name == result.role.rawValue ? result.name : "\(result.name), \(result.role.rawValue)"
  }

  /// What must be known of a score before it is quoted.
  private func notes(on result: SplitResult) -> String {
    var notes = ""
    if result.role == .leaking { notes += "; not honest: training and test share speakers, clips or sounds" }
    let telling = result.sentences.filter(\.tells).map { "\(percent($0.uar)) % on \($0.corpus)" }
    if !telling.isEmpty {
      notes += "; ‡ heard sentences tell the label: UAR \(telling.joined(separator: ", ")) without listening"
    }
    return notes
  }

  private func percent(_ share: Double) -> String {
    let tenths = Int((share * 1000).rounded())
    return "\(tenths / 10).\(tenths % 10)"
  }
}

extension Judged {
  /// A report of what the file holds, to which everything else may be added.
  public var report: Report {
    var report = Report(title: recipe, results: results)
    report.isSynthetic = isSynthetic
    report.recipe = text
    report.claim = claim
    report.settings = settings.readable
    return report
  }

  /// The recipe on the split to quote, to be set beside others.
  public var system: Comparison.System {
    var system = Comparison.System(name: recipe, recipe: text, settings: settings.canonical, result: results[0])
    system.isSynthetic = isSynthetic
    return system
  }
}
