import Metrics
import Plotting
import Settings

/// The `evaluate` section of a recipe.
public struct EvaluateSettings: Settings {
  /// What it is for and what its keys mean.
  public static let about = About("How results are judged, and what the report shows.") {
    Key("intervals", "How intervals are found.", example: "intervals: { level: 0.9 }")
    Key(
      "published",
      """
      Splits that repeat what a paper or a tutorial did, to be set beside the honest ones; by default those \
      called `published` and those that divide by row. Whether one of the others is honest is not said here: it \
      is if no speaker, clip or sound is on both sides of any fold.
      """, example: "published: [\"as-printed\"]")
    Key(
      "byRow",
      """
      Splits whose rows are judged one by one, as the original did; elsewhere a clip is judged by the mean over \
      its rows.
      """, example: "byRow: [\"published\"]")
    Key(
      "claim", "What the authors of the system report of it, in the protocol of the published split.",
      example: "claim: { accuracy: 0.8946, source: \"the paper\" }")
    Key("portraits", "Whether one clip of each class is drawn in the report.")
    Key("mistakes", "How many of the surest mistakes are listed.", in: 0...1_000_000)
  }

  /// How intervals are found.
  public var intervals = Bootstrap()
  /// Splits that repeat what a paper or a tutorial did, to be set beside the honest ones.
  public var published: [String]?
  /// Splits whose rows are judged one by one, as the original did.
  public var byRow: [String] = []
  /// What the authors of the system report of it, in the protocol of the published split.
  public var claim: Claim?
  /// Whether one clip of each class is drawn in the report.
  public var portraits = true
  /// How many of the surest mistakes are listed.
  public var mistakes = 20

  /// 95 % intervals over speakers, portraits, twenty mistakes.
  public init() {}

}

/// What the authors of a system report of it, to be set beside what the same protocol gives here.
///
/// ```json5
/// claim: { accuracy: 0.8946, f1: 0.9, source: "the system's notebook, 1,660 rows" }
/// ```
public struct Claim: Settings {
  /// What it is for and what its keys mean.
  public static let about = About(
    """
    What the authors of a system report of it, as shares of 1, to be set beside what the same protocol gives \
    here.
    """
  ) {
    Key("accuracy", "Part of the test rows that are recognised.", in: 0...1, example: "accuracy: 0.8946")
    Key("uar", "Unweighted average recall.", in: 0...1, example: "uar: 0.53")
    Key("f1", "F1, averaged over classes.", in: 0...1, example: "f1: 0.9")
    Key("source", "Where it is reported, and on what.", example: "accuracy: 0.9, source: \"table 2\"")
  }

  /// Part of the test rows that are recognised.
  public var accuracy: Double?
  /// Unweighted average recall.
  public var uar: Double?
  /// F1, averaged over classes.
  public var f1: Double?
  /// Where it is reported, and on what.
  public var source = ""

  /// Nothing reported.
  public init() {}

  /// Refuses claims of nothing.
  public func validate() throws {
    if accuracy == nil, uar == nil, f1 == nil { throw Invalid("expected accuracy, uar or f1") }
  }

  /// `accuracy 89.5, F1 90.0`, in percent.
  public var words: String {
    [("accuracy", accuracy), ("UAR", uar), ("F1", f1)]
      .compactMap { name, score in score.map { "\(name)\u{A0}\($0.percent)" } }.joined(separator: ", ")
  }
}
