/// Scores of parts of the test rows: each corpus, sex, speaker or fold by itself, and rows whose sentence was heard in
/// training apart from the others.
public struct Breakdown: Sendable, Equatable, Encodable {
  /// One part.
  public struct Group: Sendable, Equatable, Encodable {
    /// The part's name.
    public let name: String
    /// Its rows.
    public let rows: Int
    /// Its classes with rows; UAR is the mean over these.
    public let classes: Int
    /// Its unweighted average recall.
    public let uar: Double
    /// Its weighted average recall (accuracy).
    public let war: Double
  }

  /// What the rows were parted by.
  public enum Kind: String, Sendable, Encodable, CaseIterable { case corpus, sex, speaker, fold, sentence }

  /// What the rows were parted by.
  public let kind: Kind
  /// The parts in the order of their names, numbers by value.
  public let groups: [Group]

  /// Parts the rows; where there are several corpora, a speaker's name carries its own unless it does already.
  public init(_ kind: Kind, of predictions: Predictions) {
    self.kind = kind
    let corpora = Set(predictions.rows.map(\.corpus)).count
    var parts: [String: [Prediction]] = [:]
    for row in predictions.rows {
      parts[Breakdown.name(of: row, by: kind, corpora: corpora), default: []].append(row)
    }
    groups = parts.sorted { Breakdown.precedes($0.key, $1.key) }.map { name, rows in
      let tally = Tally(of: rows, classes: predictions.labels.count)
      let scores = tally.scores
      return Group(
        name: name, rows: rows.count, classes: tally.support.count { $0 > 0 }, uar: scores.uar, war: scores.war)
    }
  }

  private static func name(of row: Prediction, by kind: Kind, corpora: Int) -> String {
    let name =
      switch kind {
      case .corpus: row.corpus
      case .sex: row.sex
      case .speaker: corpora > 1 ? unique(row.speaker, in: row.corpus) : row.speaker
      case .fold: String(row.fold)
      case .sentence: row.isHeard.map { $0 ? "heard in training" : "not heard in training" } ?? ""
      }
    return name.isEmpty ? "unknown" : name
  }

  private static func unique(_ speaker: String, in corpus: String) -> String {
    speaker.isEmpty || speaker.hasPrefix(corpus) ? speaker : "\(corpus)/\(speaker)"
  }

  /// Numbers come by value and before words, so that fold 10 follows fold 9.
  private static func precedes(_ a: String, _ b: String) -> Bool {
    switch (Int(a), Int(b)) {
    case (let x?, let y?) where x != y: x < y
    case (_?, nil): true
    case (nil, _?): false
    default: a < b
    }
  }
}
