import Settings

/// Linear support vector machines, one class against the rest, with squared hinge loss and `½‖w‖²`, by liblinear.
///
/// liblinear's primal solver is used, which draws no random numbers and has one minimum, bias included in the penalty
/// (scikit-learn's `LinearSVC(dual=False)`). The softmax of the margins orders classes as the margins do, but is not
/// calibrated: how sure it sounds says little about how often it is right.
public struct SVM: ClassicalLearner {
  /// `svm`.
  public static let name = "svm"
  /// What it is for and what its keys mean.
  public static let about = About(
    """
    Linear support vector machines, one class against the rest, with squared hinge loss and `½‖w‖²`, by \
    liblinear.
    """
  ) {
    Key(
      "costs", "Candidates for the cost `C` of misfit against `½‖w‖²` (scikit-learn's `C`), ascending.",
      in: 1e-15...1e15, length: 1...1000)
    Key("folds", "Inner speaker-disjoint folds that choose the cost.", in: 2...1000)
    Key("classWeights", "How much the rows of a class count where it stands against the rest.")
    Key(
      "tolerance", "liblinear's `eps`: the gradient's length, relative to its length at zero, at which a fit ends.",
      in: 1e-15..<1)
  }

  /// Candidates for the cost `C` of misfit against `½‖w‖²` (scikit-learn's `C`), ascending.
  public var costs = [1e-6, 1e-5, 1e-4, 1e-3, 1e-2]
  /// Inner speaker-disjoint folds that choose the cost.
  public var folds = 5
  /// How much the rows of a class count where it stands against the rest.
  public var classWeights = ClassBalance.balanced
  /// liblinear's `eps`.
  public var tolerance = 0.01

  /// The defaults.
  public init() {}

  /// Costs ascend.
  public func validate() throws {
    try requireAscending(costs)
  }

  /// One for each cost.
  public var alternatives: [SVM] {
    costs.map { cost in
      var one = self
      one.costs = [cost]
      return one
    }
  }

  /// Fits one machine a class at the first cost.
  public func train(on examples: Examples, from start: LinearClassifier?) throws -> LinearClassifier {
    let parameters = try LiblinearRows(examples).fit(
      cost: costs[0], classWeights: classWeights.weights(for: examples), tolerance: tolerance, from: start?.parameters)
    return LinearClassifier(parameters: parameters, classes: examples.classes.count)
  }
}
