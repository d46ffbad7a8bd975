/// What was seen of one feature.
public struct FeatureStatistics: Sendable, Equatable {
  /// Values seen.
  public let count: Int
  /// Their mean.
  public let mean: Double
  /// Their variance, divided by the count as scikit-learn does.
  public let variance: Double
  /// The least value.
  public let least: Double
  /// The greatest value.
  public let greatest: Double
}

/// Statistics of many features at once, one row after another, in memory that does not grow with the rows.
public struct RowStatistics: Sendable {
  /// Neighbouring elements of a row that belong to one feature.
  public let run: Int
  /// The number of features.
  public var features: Int { means.count }

  private var count = 0
  private var means: [Double]
  private var squares: [Double]
  private var least: [Float]
  private var greatest: [Float]

  /// Of nothing yet.
  /// - Parameter run: neighbouring elements of a row that belong to one feature.
  public init(features: Int, run: Int) {
    self.run = run
    means = Array(repeating: 0, count: features)
    squares = means
    least = Array(repeating: .infinity, count: features)
    greatest = Array(repeating: -.infinity, count: features)
  }

  /// Takes in a row: mean and squared distances of each feature's run, merged by the rule of Chan, Golub and LeVeque.
  public mutating func add(_ row: UnsafeBufferPointer<Float>) {
    let old = Double(count), new = Double(run), total = old + new
    let weight = old * new / total, part = new / total
    for feature in means.indices {
      let values = UnsafeBufferPointer(rebasing: row[feature * run..<(feature + 1) * run])
      var sum = 0.0, square = 0.0, low = least[feature], high = greatest[feature]
      for value in values {
        sum += Double(value)
        low = min(low, value)
        high = max(high, value)
      }
      let mean = sum / new
      if run > 1 { for value in values { square += (Double(value) - mean) * (Double(value) - mean) } }
      let distance = mean - means[feature]
      means[feature] += distance * part
      squares[feature] += square + distance * distance * weight
      least[feature] = low
      greatest[feature] = high
    }
    count += run
  }

  /// One feature's statistics so far.
  public subscript(feature: Int) -> FeatureStatistics {
    FeatureStatistics(
      count: count, mean: means[feature], variance: squares[feature] / Double(max(count, 1)),
      least: Double(least[feature]), greatest: Double(greatest[feature]))
  }
}
