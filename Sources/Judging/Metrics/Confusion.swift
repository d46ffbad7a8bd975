/// How often each class was taken for each other: the counts that UAR, WAR, precision and F1 are made of.
public struct Confusion: Sendable, Equatable, Encodable {
  /// Rows whose true class is the first index and whose predicted class is the second.
  public let counts: [[Int]]  // [truth, guess]

  /// Wraps a square table of counts.
  public init(counts: [[Int]]) {
    precondition(counts.allSatisfy { $0.count == counts.count }, "a confusion matrix is square")
    self.counts = counts
  }

  /// Counts the pairs of true and predicted class.
  public init(of predictions: Predictions) {
    let classes = predictions.labels.count
    var counts = [[Int]](repeating: [Int](repeating: 0, count: classes), count: classes)
    for row in predictions.rows { counts[row.truth][row.guess] += 1 }
    self.counts = counts
  }

  /// The number of classes, with and without rows.
  public var classes: Int { counts.count }
  /// The number of rows.
  public var total: Int { support.reduce(0, +) }
  /// The number of rows of each true class.
  public var support: [Int] { counts.map { $0.reduce(0, +) } }  // [class]
  /// The number of rows predicted as each class.
  public var predicted: [Int] { counts.indices.map { column in counts.reduce(0) { $0 + $1[column] } } }  // [class]
  /// The number of rows of each class that were predicted right.
  public var hits: [Int] { counts.indices.map { counts[$0][$0] } }  // [class]

  /// The counts divided by their row's sum; a class without rows has none.
  public var rates: [[Double]?] {  // [truth, guess]
    counts.map { row in
      let sum = row.reduce(0, +)
      return sum == 0 ? nil : row.map { Double($0) / Double(sum) }
    }
  }

  /// The scores that follow from the counts.
  public var scores: Scores { Scores(hits: hits, support: support, predicted: predicted) }
}

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
