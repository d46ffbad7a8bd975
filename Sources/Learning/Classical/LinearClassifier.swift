/// What every classical model comes down to: one margin a class, linear in the features, and their softmax.
public struct LinearClassifier: Sendable, Equatable {
  /// The weights.
  public let weights: Matrix  // [feature, class]
  /// The biases.
  public let biases: [Double]  // [class]
  /// A few directions that set the classes apart, where the model finds some (`lda`).
  public let projection: Projection?

  init(weights: Matrix, biases: [Double], projection: Projection? = nil) {
    self.weights = weights
    self.biases = biases
    self.projection = projection
  }

  /// Takes parameters whose last row are the biases.
  init(parameters: [Double], classes: Int) {
    let features = parameters.count / classes - 1
    self.init(
      weights: Matrix(features, classes, Array(parameters[..<(features * classes)])),
      biases: Array(parameters[(features * classes)...]))
  }

  /// Weights with the biases as their last row.
  var parameters: [Double] { weights.values + biases }

  /// The same classifier among more classes, those it was not fitted to at a margin that no softmax rises from.
  func expanded(from present: [Int], to classes: Int) -> LinearClassifier {
    var wide = Matrix(zeros: weights.rows, classes)
    var wideBiases = [Double](repeating: -1e30, count: classes)
    for (place, label) in present.enumerated() {
      for row in 0..<weights.rows { wide[row, label] = weights[row, place] }
      wideBiases[label] = biases[place]
    }
    return LinearClassifier(weights: wide, biases: wideBiases, projection: projection)
  }

  /// `X W + b`.
  public func margins(for rows: Matrix) -> Matrix {  // [row, class]
    var margins = product(rows, .plain, weights)
    for row in 0..<margins.rows { for column in biases.indices { margins[row, column] += biases[column] } }
    return margins
  }

  /// Softmax of the margins.
  public func probabilities(for rows: Matrix) -> Matrix {  // [row, class]
    let margins = margins(for: rows)
    var result = Matrix(zeros: margins.rows, margins.columns)
    for row in 0..<margins.rows { softmax(margins[row: row], into: &result.values, at: row * margins.columns) }
    return result
  }

  /// The class with the largest margin for each row, the first of equals.
  public func labels(for rows: Matrix) -> [Int] {
    let margins = margins(for: rows)
    return (0..<margins.rows).map { row in
      var best = 0
      for column in 1..<max(margins.columns, 1) where margins[row, column] > margins[row, best] { best = column }
      return best
    }
  }
}

/// A linear map from features to a few numbers that set the classes apart.
public struct Projection: Sendable, Equatable {
  /// Taken from each row first.
  public let centre: [Double]  // [feature]
  /// One column a direction, the most telling first.
  public let directions: Matrix  // [feature, dimension]

  /// `(x - centre) · directions` for each row.
  public func callAsFunction(_ rows: Matrix) -> Matrix {  // [row, dimension]
    product(rows.subtracting(centre), .plain, directions)
  }
}
