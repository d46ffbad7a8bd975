import Settings

/// Multinomial logistic regression: `P(class | x) = softmax(x W + b)`, penalised by `½‖W‖²`.
///
/// The minimum is unique, and is found to `tolerance` whatever the start, so no seed is involved.
public struct Logistic: ClassicalLearner {
  /// `logistic`.
  public static let name = "logistic"
  /// What it is for and what its keys mean.
  public static let about = About(
    "Multinomial logistic regression: `P(class | x) = softmax(x W + b)`, penalised by `½‖W‖²`."
  ) {
    Key(
      "costs", "Candidates for the cost `C` of misfit against `½‖W‖²` (scikit-learn's `C`), ascending.",
      in: 1e-15...1e15, length: 1...1000)
    Key("folds", "Inner speaker-disjoint folds that choose the cost.", in: 2...1000)
    Key("classWeights", "How much the rows of each class count.")
    Key("tolerance", "The gradient's length, relative to its length at zero, at which a fit ends.", in: 1e-15..<1)
  }

  /// Candidates for the cost `C` of misfit against `½‖W‖²` (scikit-learn's `C`), ascending.
  public var costs = [1e-5, 1e-4, 1e-3, 1e-2, 1e-1]
  /// Inner speaker-disjoint folds that choose the cost.
  public var folds = 5
  /// How much the rows of each class count.
  public var classWeights = ClassBalance.balanced
  /// The gradient's length, relative to its length at zero, at which a fit ends.
  public var tolerance = 1e-4

  /// The defaults.
  public init() {}

  /// Costs ascend.
  public func validate() throws {
    try requireAscending(costs)
  }

  /// One for each cost.
  public var alternatives: [Logistic] {
    costs.map { cost in
      var one = self
      one.costs = [cost]
      return one
    }
  }

  /// Minimises the loss at the first cost.
  public func train(on examples: Examples, from start: LinearClassifier?) throws -> LinearClassifier {
    let classWeights = classWeights.weights(for: examples)
    var problem = SoftmaxProblem(examples, rowWeights: examples.labels.map { costs[0] * classWeights[$0] })
    let parameters = NewtonDescent(tolerance: tolerance).minimum(of: &problem, from: start?.parameters)
    guard parameters.allSatisfy(\.isFinite) else {
      throw ClassicalError.fit(Self.name, cause: "the features are too large to work with; scale them first")
    }
    return LinearClassifier(parameters: parameters, classes: examples.classes.count)
  }
}

/// Throws unless candidates for a cost ascend, so that the first is the most regularised one.
func requireAscending(_ costs: [Double]) throws {
  guard zip(costs, costs.dropFirst()).allSatisfy(<) else { throw Invalid("costs must ascend, found \(costs)") }
}
