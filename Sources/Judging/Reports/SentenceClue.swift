/// How much of the label the sentence alone gives away on one corpus's test rows: what someone scores who does not listen,
/// but knows which label came most often with the sentence in training.
public struct SentenceClue: Sendable, Equatable {
  /// The corpus of the test rows.
  public var corpus: String
  /// Test rows of which is known what is said.
  public var rows: Int
  /// Those among them whose sentence was heard in training.
  public var heard: Int
  /// Labels among the test rows.
  public var classes: Int
  /// Unweighted average recall of the sentence alone, 0 to 1.
  public var uar: Double
  /// Weighted average recall of the sentence alone, 0 to 1.
  public var war: Double
  /// How much better than chance counts as told.
  public var margin: Double

  /// A corpus's clue.
  public init(
    corpus: String, rows: Int, heard: Int, classes: Int, uar: Double, war: Double, margin: Double
  ) {
    (self.corpus, self.rows, self.heard, self.classes) = (corpus, rows, heard, classes)
    (self.uar, self.war, self.margin) = (uar, war, margin)
  }

  /// UAR by chance: 1 / classes.
  public var chance: Double { classes > 0 ? 1 / Double(classes) : 0 }

  /// Whether the sentence tells the label, above chance by a clear margin.
  public var tells: Bool { heard > 0 && uar > chance + margin }
}
