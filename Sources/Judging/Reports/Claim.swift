import Plotting
import Settings

/// What the authors of a system report of it, to be set beside what the same protocol gives here.
///
/// ```json5
/// claim: { accuracy: 0.8946, f1: 0.9, source: "the system's notebook, 1,660 rows" }
/// ```
public struct Claim: Settings {
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

  /// Refuses percentages and claims of nothing.
  public func validate() throws {
    let scores = [accuracy, uar, f1].compactMap(\.self)
    guard !scores.isEmpty else { throw Invalid("expected accuracy, uar or f1") }
    if let score = scores.first(where: { !(0...1).contains($0) }) {
      throw Invalid("scores must lie between 0 and 1, found \(score)")
    }
  }

  /// `accuracy 89.5, F1 90.0`, in percent.
  public var words: String {
    [("accuracy", accuracy), ("UAR", uar), ("F1", f1)]
      .compactMap { name, score in score.map { "\(name)\u{A0}\($0.percent)" } }.joined(separator: ", ")
  }
}
