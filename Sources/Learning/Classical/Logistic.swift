import Settings

/// Multinomial logistic regression: `P(class | x) = softmax(x W + b)`, penalised by `½‖W‖²`.
///
/// The minimum is unique, and is found to `tolerance` whatever the start, so no seed is involved.
public struct Logistic: ClassicalLearner {
  /// `logistic`.
  public static let name = "logistic"
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

  /// Refuses costs that are not positive and ascending, fewer than two folds, and tolerances outside (0, 1).
  public func validate() throws {
    try validateCosts(costs, folds: folds, tolerance: tolerance)
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

/// The checks that learners with a list of costs share.
func validateCosts(_ costs: [Double], folds: Int, tolerance: Double) throws {
  guard !costs.isEmpty, costs.allSatisfy({ $0 > 0 && $0.isFinite }), zip(costs, costs.dropFirst()).allSatisfy(<) else {
    throw Invalid("costs must be positive and ascending, found \(costs)")
  }
  guard folds >= 2 else { throw Invalid("folds must be 2 or more, found \(folds)") }
  guard tolerance > 0, tolerance < 1 else { throw Invalid("tolerance must lie between 0 and 1, found \(tolerance)") }
  try require("costs", each: costs, in: 1e-15...1e15)
  try require("folds", folds, in: 2...1000)
  try require("tolerance", tolerance, in: 1e-15...1)
}
