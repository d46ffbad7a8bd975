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
