import Settings

/// A fitted classical model as a plain value, which its arrays and its summary say everything about.
public struct ClassicalModel: Sendable, Equatable {
  /// The learner's name in recipes.
  public let name: String
  /// The names of the classes, in the order of probabilities.
  public let classes: [String]
  /// Weights, biases and perhaps a projection.
  public let classifier: LinearClassifier
  /// The learner's settings with the one alternative that inner folds chose.
  public let chosen: JSON
  /// Every alternative and its scores, empty when there was nothing to choose.
  public let trials: [Trial]

  /// The probability of every class for rows scaled as the training rows were.
  public func probabilities(for rows: Matrix) -> Matrix {  // [row, class]
    classifier.probabilities(for: rows)
  }
}

/// Numbers with a name and a shape, as files keep them.
public struct NamedArray: Sendable, Equatable {
  /// A path such as `weights` or `projection/centre`.
  public let path: String
  /// Extents, the slowest axis first.
  public let shape: [Int]
  /// Row by row.
  public let values: [Double]

  /// Takes the parts as they are.
  public init(path: String, shape: [Int], values: [Double]) {
    self.path = path
    self.shape = shape
    self.values = values
  }
}

extension ClassicalModel {
  /// Every number of the model: `weights` [feature, class], `biases` [class] and, for `lda`, `projection/centre`
  /// [feature] and `projection/directions` [feature, dimension].
  public var arrays: [NamedArray] {
    let weights = classifier.weights
    var arrays = [
      NamedArray(path: "weights", shape: [weights.rows, weights.columns], values: weights.values),
      NamedArray(path: "biases", shape: [weights.columns], values: classifier.biases),
    ]
    if let projection = classifier.projection {
      let directions = projection.directions
      arrays += [
        NamedArray(path: "projection/centre", shape: [directions.rows], values: projection.centre),
        NamedArray(
          path: "projection/directions", shape: [directions.rows, directions.columns], values: directions.values),
      ]
    }
    return arrays
  }

  /// Everything but the numbers: name, classes, chosen settings, trials.
  public var summary: JSON {
    .object([
      "name": .string(name), "classes": .array(classes.map(JSON.string)), "chosen": chosen,
      "trials": .array(
        trials.map { trial in
          .object(["settings": trial.settings, "recalls": .array(trial.recalls.map(JSON.number))])
        }),
    ])
  }

  /// Puts a model together from what `summary` and `arrays` gave.
  public init(summary: JSON, arrays: [NamedArray]) throws {
    let about: Summary
    do {
      about = try Summary(decoding: summary)
    } catch {
      throw ClassicalError.model("\(error)")
    }
    func array(_ path: String) -> NamedArray? { arrays.first { $0.path == path } }
    func matrix(_ path: String) throws -> Matrix {
      guard let found = array(path) else { throw ClassicalError.model("'\(path)' is missing") }
      guard found.shape.count == 2, found.shape.reduce(1, *) == found.values.count else {
        throw ClassicalError.model("'\(path)' has shape \(found.shape) and \(found.values.count) numbers")
      }
      return Matrix(found.shape[0], found.shape[1], found.values)
    }
    let weights = try matrix("weights")
    guard let biases = array("biases")?.values, biases.count == weights.columns, biases.count == about.classes.count
    else {
      throw ClassicalError.model("weights of \(weights.columns) classes need as many biases and class names")
    }
    var projection: Projection?
    if let centre = array("projection/centre")?.values {
      let directions = try matrix("projection/directions")
      guard centre.count == weights.rows, directions.rows == weights.rows else {
        throw ClassicalError.model("the projection is not one of \(weights.rows) features")
      }
      projection = Projection(centre: centre, directions: directions)
    }
    self.init(
      name: about.name, classes: about.classes,
      classifier: LinearClassifier(weights: weights, biases: biases, projection: projection),
      chosen: about.chosen, trials: about.trials)
  }

  private struct Summary: Settings {
    var name = ""
    var classes: [String] = []
    var chosen = JSON.null
    var trials: [Trial] = []
  }
}

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
