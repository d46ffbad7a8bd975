import Settings

/// The nearest class mean by Euclidean distance.
///
/// Its probabilities are those of spherical Gaussians around the means that share the mean within-class variance
/// `s²`: `softmax(-‖x - m‖² / 2s²)`, linear in `x` because `‖x‖²` is the same for every class.
public struct NearestMean: ClassicalLearner {
  /// `nearestMean`.
  public static let name = "nearestMean"
  /// What it is for and what its keys mean.
  public static let about = About("The nearest class mean by Euclidean distance.")

  /// The defaults; there is nothing to set.
  public init() {}

  /// Averages the rows of each class.
  public func train(on examples: Examples, from start: LinearClassifier?) throws -> LinearClassifier {
    let features = examples.features
    let means = classMeans(of: examples)
    var spread = 0.0
    for (row, label) in examples.labels.enumerated() {
      for (value, mean) in zip(features[row: row], means[row: label]) { spread += (value - mean) * (value - mean) }
    }
    // Rows that equal their means leave no scale to measure distances by; any serves.
    let variance = spread > 0 ? spread / Double(features.rows * features.columns) : 1
    var weights = Matrix(zeros: features.columns, means.rows)
    var biases = [Double](repeating: 0, count: means.rows)
    for label in 0..<means.rows {
      for (column, value) in means[row: label].enumerated() { weights[column, label] = value / variance }
      biases[label] = -means[row: label].reduce(0) { $0 + $1 * $1 } / (2 * variance)
    }
    return LinearClassifier(weights: weights, biases: biases)
  }
}

/// The mean of the rows of each class, all of which have some.
func classMeans(of examples: Examples) -> Matrix {  // [class, feature]
  var means: [Double] = []
  for (label, count) in examples.counts.enumerated() {
    var sums = [Double](repeating: 0, count: examples.features.columns)
    for (row, other) in examples.labels.enumerated() where other == label {
      addScaled(1, examples.features[row: row], to: &sums)
    }
    means += sums.map { $0 / Double(count) }
  }
  return Matrix(examples.classes.count, examples.features.columns, means)
}
