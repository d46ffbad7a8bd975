import Plotting
import Settings

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
