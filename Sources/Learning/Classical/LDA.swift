import Glibc
import Settings

/// Linear discriminant analysis: Gaussians with one covariance `Σ` for all classes.
///
/// Margins are `x·Σ⁻¹m - ½ m·Σ⁻¹m + log prior`. Its projection holds the directions `v` that maximise
/// `vᵀ B v / vᵀ Σ v`, with `B` the scatter of the class means: at most one fewer than there are classes.
public struct LDA: ClassicalLearner {
  /// `lda`.
  public static let name = "lda"
  /// What it is for and what its keys mean.
  public static let about = About("Linear discriminant analysis: Gaussians with one covariance for all classes.") {
    Key(
      "shrinkage",
      """
      How far the covariance of each class is drawn towards a multiple of the identity: a share, or "auto" for \
      as far as Ledoit and Wolf's formula finds best for each class.
      """, in: 0...1, example: "shrinkage: 0.1")
    Key("priors", "How likely each class is beforehand; this also weighs the classes' covariances and means.")
    Key(
      "dimensions", "Directions of the projection; all of them when left out.", in: 1...1_000_000,
      example: "dimensions: 3")
  }

  /// What is known of a row's class before it is seen.
  public enum Priors: String, Choice {
    case equal, training

    /// What the word stands for.
    public var meaning: String {
      switch self {
      case .equal: "Every class is as likely."
      case .training: "Classes are as likely as they were among the training rows."
      }
    }
  }

  /// How far the covariance of each class is drawn towards a multiple of the identity.
  public var shrinkage = Shrinkage.auto
  /// How likely each class is beforehand; this also weighs the classes' covariances and means.
  public var priors = Priors.equal
  /// Directions of the projection; all of them when left out.
  public var dimensions: Int?

  /// The defaults.
  public init() {}

  /// The directions that set the classes of some rows apart.
  public func projection(of examples: Examples) throws -> Projection {
    useOneThreadPerProduct()
    let found = try train(on: examples.withClassesPresent().examples, from: nil).projection
    guard let projection = found, projection.directions.columns > 0 else {
      throw ClassicalError.fit(Self.name, cause: "the classes have one mean, so that nothing sets them apart")
    }
    return projection
  }

  /// Estimates means and covariance; columns that never vary get no weight.
  public func train(on examples: Examples, from start: LinearClassifier?) throws -> LinearClassifier {
    let first = examples.features[row: 0]
    var varies = [Bool](repeating: false, count: examples.features.columns)
    for row in 1..<examples.features.rows {
      for (column, (value, other)) in zip(examples.features[row: row], first).enumerated() where value != other {
        varies[column] = true
      }
    }
    let kept = varies.indices.filter { varies[$0] }
    let classifier = try trainVarying(kept.count == varies.count ? examples : examples.selecting(columns: kept))
    return kept.count == varies.count ? classifier : classifier.widened(to: varies.count, columns: kept)
  }

  private func trainVarying(_ examples: Examples) throws -> LinearClassifier {
    let counts = examples.counts
    let classes = counts.count
    let priors = counts.map {
      self.priors == .equal ? 1 / Double(classes) : Double($0) / Double(examples.labels.count)
    }
    let means = classMeans(of: examples)  // [class, feature]
    var within = Matrix(zeros: means.columns, means.columns)
    for label in 0..<classes {
      let rows = examples.labels.indices.filter { examples.labels[$0] == label }
      let one = covariance(of: examples.features.selecting(rows: rows), shrinkage: shrinkage)
      add(priors[label], one.values, to: &within.values)
    }
    guard let cholesky = Cholesky(within) else {
      throw ClassicalError.fit(
        Self.name,
        cause: "the covariance within classes is singular, as it is with fewer rows than features;"
          + " expected a fixed shrinkage above 0")
    }
    var weights = Matrix(transposing: means)  // [feature, class]
    cholesky.solveLower(&weights)
    cholesky.solveUpper(&weights)
    let biases = (0..<classes).map { label in
      log(priors[label]) - means[row: label].enumerated().reduce(0) { $0 + $1.element * weights[$1.offset, label] } / 2
    }
    return try LinearClassifier(
      weights: weights, biases: biases, projection: projection(means, priors, cholesky))
  }

  /// With `Σ = L Lᵀ`, the directions are `L⁻ᵀ u` for the left singular vectors `u` of `L⁻¹ [√prior (m - centre)]`.
  private func projection(_ means: Matrix, _ priors: [Double], _ cholesky: Cholesky) throws -> Projection {
    var centre = [Double](repeating: 0, count: means.columns)
    for label in priors.indices { addScaled(priors[label], means[row: label], to: &centre) }
    var spread = means.subtracting(centre)
    for label in priors.indices {
      for column in 0..<spread.columns { spread[label, column] *= priors[label].squareRoot() }
    }
    var whitened = Matrix(transposing: spread)  // [feature, class]
    cholesky.solveLower(&whitened)
    // The squares of the singular values are eigenvalues of a matrix no larger than the number of classes.
    guard let (values, vectors) = eigen(ofSymmetric: product(whitened, .transposed, whitened)) else {
      throw ClassicalError.fit(Self.name, cause: "LAPACK found no directions")
    }
    let telling = values.prefix(priors.count - 1).prefix { $0 > 1e-10 * max(values[0], 1e-300) }.count
    let count = min(dimensions ?? telling, telling)
    var directions = product(whitened, .plain, vectors.selecting(rows: Array(0..<count)), .transposed)
    for column in 0..<count {
      for row in 0..<directions.rows { directions[row, column] /= values[column].squareRoot() }
    }
    cholesky.solveUpper(&directions)
    return Projection(centre: centre, directions: directions.withSettledSigns())
  }
}

extension Matrix {
  /// Rows and columns exchanged.
  init(transposing other: Matrix) {
    self.init(zeros: other.columns, other.rows)
    for row in 0..<other.rows { for column in 0..<other.columns { self[column, row] = other[row, column] } }
  }

  /// Columns turned so that the largest number of each is positive: directions have no sign of their own.
  fileprivate func withSettledSigns() -> Matrix {
    var result = self
    for column in 0..<columns {
      var largest = 0.0
      for row in 0..<rows where abs(self[row, column]) > abs(largest) { largest = self[row, column] }
      if largest < 0 { for row in 0..<rows { result[row, column] = -self[row, column] } }
    }
    return result
  }
}

extension LinearClassifier {
  /// The same classifier over more features, which it disregards.
  fileprivate func widened(to features: Int, columns: [Int]) -> LinearClassifier {
    func wide(_ narrow: Matrix) -> Matrix {
      var result = Matrix(zeros: features, narrow.columns)
      for (row, place) in columns.enumerated() {
        for column in 0..<narrow.columns { result[place, column] = narrow[row, column] }
      }
      return result
    }
    let projection = projection.map { old in
      var centre = [Double](repeating: 0, count: features)
      for (value, place) in zip(old.centre, columns) { centre[place] = value }
      return Projection(centre: centre, directions: wide(old.directions))
    }
    return LinearClassifier(weights: wide(weights), biases: biases, projection: projection)
  }
}
