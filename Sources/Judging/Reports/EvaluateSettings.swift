import Metrics
import Settings

/// The `evaluate` section of a recipe.
public struct EvaluateSettings: Settings {
  /// How intervals are found.
  public var intervals = Bootstrap()
  /// Splits that repeat what a paper or a tutorial did, to be set beside the honest ones; by default those called
  /// `published` and those that divide by row. Whether one of the others is honest is not said here: it is if no speaker,
  /// clip or sound is on both sides of any fold.
  public var published: [String]?
  /// Splits whose rows are judged one by one, as the original did; elsewhere a clip is judged by the mean over its rows.
  public var byRow: [String] = []
  /// What the authors of the system report of it, in the protocol of the published split.
  public var claim: Claim?
  /// Whether one clip of each class is drawn in the report.
  public var portraits = true
  /// How many of the surest mistakes are listed.
  public var mistakes = 20

  /// 95 % intervals over speakers, portraits, twenty mistakes.
  public init() {}

  /// Refuses a negative list.
  public func validate() throws {
    if mistakes < 0 { throw Invalid("mistakes must be 0 or more, found \(mistakes)") }
    try require("mistakes", mistakes, in: 0...1_000_000)
  }
}
