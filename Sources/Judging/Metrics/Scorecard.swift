import Settings

/// Everything that is to be said about one system on one split: scores with intervals, per class and per group, beside
/// what no listening at all would reach.
public struct Scorecard: Sendable, Equatable, Encodable {
  /// One class's scores.
  public struct Class: Sendable, Equatable, Encodable {
    /// The class's name.
    public let label: String
    /// The share of its predictions that are right; none when it is never predicted.
    public let precision: Double?
    /// The share of its rows that were recognised; none without test rows.
    public let recall: Double?
    /// The harmonic mean of the two; none without rows and predictions.
    public let f1: Double?
    /// The recall's interval; none without test rows.
    public let interval: Interval?
    /// Its test rows.
    public let support: Int
  }

  /// The rows that were scored.
  public let predictions: Predictions
  /// The classes' names.
  public let labels: [String]
  /// The number of rows scored.
  public let rows: Int
  /// The number of clips that they come from: fewer where copies or windows of a clip are judged one by one.
  public let clips: Int
  /// UAR, WAR and macro F1, each with its interval.
  public let summary: ScoreIntervals
  /// Each class's scores, in the order of the labels.
  public let classes: [Class]
  /// Which class was taken for which.
  public let confusion: Confusion
  /// What a system that has not listened reaches.
  public let baselines: Baselines
  /// Whether confidence can be believed.
  public let calibration: Calibration
  /// Nearness to the listeners' votes, where rows have them.
  public let soft: SoftAgreement?
  /// Scores per corpus, sex, speaker and fold.
  public let breakdowns: [Breakdown]
  /// How the intervals were found.
  public let bootstrap: Bootstrap

  private enum CodingKeys: String, CodingKey {
    case labels, rows, clips, summary, classes, confusion, baselines, calibration, soft, breakdowns, bootstrap
  }

  /// Scores predictions as they are; call `byClip()` on them first where rows are windows.
  /// - Parameter training: rows of each class in training, for the majority baseline.
  public init(_ predictions: Predictions, bootstrap: Bootstrap = Bootstrap(), training: [Int]? = nil) {
    let confusion = Confusion(of: predictions)
    let summary = ScoreIntervals(of: predictions, settings: bootstrap)
    let scores = confusion.scores
    self.predictions = predictions
    labels = predictions.labels
    rows = predictions.rows.count
    clips = predictions.clipCount
    self.summary = summary
    self.confusion = confusion
    classes = predictions.labels.enumerated().map { index, label in
      Class(
        label: label, precision: scores.precisions[index], recall: scores.recalls[index], f1: scores.f1s[index],
        interval: summary.recalls[index], support: confusion.support[index])
    }
    baselines = Baselines(support: confusion.support, training: training)
    calibration = Calibration(of: predictions)
    soft = SoftAgreement(of: predictions)
    breakdowns = Breakdown.Kind.allCases.map { Breakdown($0, of: predictions) }
    self.bootstrap = bootstrap
  }

  /// What is counted: `clip` where every row is a clip of its own, else `row`.
  public var unit: String { rows == clips ? "clip" : "row" }

  /// The number of speakers; nil when nobody is known.
  public var speakers: Int? {
    let names = Set(predictions.rows.filter { !$0.speaker.isEmpty }.map { [$0.corpus, $0.speaker] })
    return names.isEmpty ? nil : names.count
  }

  /// The scores per corpus, sex, speaker or fold.
  public func breakdown(_ kind: Breakdown.Kind) -> Breakdown {
    breakdowns.first { $0.kind == kind } ?? Breakdown(kind, of: predictions)
  }

  /// The scores on the clips of one corpus; nil when it has none.
  public func only(corpus: String) -> Scorecard? {
    if predictions.rows.allSatisfy({ $0.corpus == corpus }) { return self }
    return predictions.filtered { $0.corpus == corpus }.map { Scorecard($0, bootstrap: bootstrap) }
  }

  /// The rows that were wrong with the greatest confidence, surest first, equally sure ones by name.
  public func surestMistakes(_ count: Int) -> [Prediction] {
    predictions.rows.filter { !$0.isRight }
      .sorted { ($1.confidence, $0.row) < ($0.confidence, $1.row) }
      .prefix(count).map(\.self)
  }

  /// Canonical JSON of every number.
  public var json: String { get throws { try JSON(encoding: self).canonical } }
}

/// What a system reaches that has not listened at all.
public struct Baselines: Sendable, Equatable, Encodable {
  /// UAR and WAR of a system that draws one of the labels at random, in expectation: 1 / labels.
  public let chance: Double
  /// The class that the majority baseline always says.
  public let majorityClass: Int
  /// UAR of always saying the majority class: 1 / classes with test rows, or 0 when that class has none.
  public let majorityUAR: Double
  /// WAR of always saying the majority class: its share of the test rows.
  public let majorityWAR: Double

  /// The baselines for a test set.
  /// - Parameter training: rows of each class in training, whose most frequent class is the majority; without them it is
  ///   the test set's own, which is generous. Of several equally frequent classes it is the first.
  public init(support: [Int], training: [Int]? = nil) {
    let counts = training ?? support
    var majority = 0
    for index in counts.indices where counts[index] > counts[majority] { majority = index }
    let total = support.reduce(0, +)
    let present = support.count { $0 > 0 }
    chance = support.isEmpty ? 0 : 1 / Double(support.count)
    majorityClass = majority
    majorityUAR = total > 0 && support[majority] > 0 ? 1 / Double(present) : 0
    majorityWAR = total > 0 ? Double(support[majority]) / Double(total) : 0
  }
}
