import Metrics
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
