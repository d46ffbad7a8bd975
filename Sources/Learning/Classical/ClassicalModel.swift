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
