import CLinear
import Settings

/// Linear support vector machines, one class against the rest, with squared hinge loss and `½‖w‖²`, by liblinear.
///
/// liblinear's primal solver is used, which draws no random numbers and has one minimum, bias included in the penalty
/// (scikit-learn's `LinearSVC(dual=False)`). The softmax of the margins orders classes as the margins do, but is not
/// calibrated: how sure it sounds says little about how often it is right.
public struct SVM: ClassicalLearner {
  /// `svm`.
  public static let name = "svm"
  /// Candidates for the cost `C` of misfit against `½‖w‖²` (scikit-learn's `C`), ascending.
  public var costs = [0.00001, 0.0001, 0.001, 0.01, 0.1]
  /// Inner speaker-disjoint folds that choose the cost.
  public var folds = 5
  /// How much the rows of a class count where it stands against the rest.
  public var classWeights = ClassWeights.balanced
  /// liblinear's `eps`: the gradient's length, relative to its length at zero, at which a fit ends.
  public var tolerance = 0.01

  /// The defaults.
  public init() {}

  /// Refuses costs that are not positive and ascending, fewer than two folds, and tolerances outside (0, 1).
  public func validate() throws {
    try validateCosts(costs, folds: folds, tolerance: tolerance)
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
    let rows = SparseRows(examples.features)
    var labels = (0..<Int32(examples.classes.count)).map { $0 }
    var weights = classWeights.weights(for: examples)
    var truth = examples.labels.map(Double.init)
    let count = examples.classes.count
    return try labels.withUnsafeMutableBufferPointer { labels in
      try weights.withUnsafeMutableBufferPointer { weights in
        try truth.withUnsafeMutableBufferPointer { truth in
          var settings = parameter()
          settings.solver_type = Int32(L2R_L2LOSS_SVC)
          settings.eps = tolerance
          settings.C = costs[0]
          settings.nr_weight = Int32(count)
          settings.weight_label = labels.baseAddress
          settings.weight = weights.baseAddress
          var task = problem(
            l: Int32(truth.count), n: Int32(rows.columns + 1), y: truth.baseAddress, x: rows.starts.baseAddress, bias: 1
          )
          if let complaint = check_parameter(&task, &settings) {
            throw ClassicalError.fit(Self.name, cause: "liblinear says: \(String(cString: complaint))")
          }
          // It would write its progress to standard output.
          set_print_string_function { _ in }
          var model = CLinear.train(&task, &settings)
          defer { free_and_destroy_model(&model) }
          guard let model else { throw ClassicalError.fit(Self.name, cause: "liblinear returned no model") }
          return LinearClassifier(parameters: Self.parameters(of: model.pointee, classes: count), classes: count)
        }
      }
    }
  }

  /// liblinear numbers classes by first appearance, and keeps one vector for two classes.
  private static func parameters(of model: model, classes: Int) -> [Double] {
    let rows = Int(model.nr_feature) + 1
    let stored = classes == 2 ? 1 : classes
    var parameters = [Double](repeating: 0, count: rows * classes)
    for row in 0..<rows {
      for place in 0..<stored { parameters[row * classes + Int(model.label[place])] = model.w[row * stored + place] }
      if classes == 2 { parameters[row * 2 + Int(model.label[1])] = -model.w[row] }
    }
    return parameters
  }
}

/// Rows as liblinear wants them: the numbers that are not zero with their columns counted from 1, then a 1 for the bias.
private final class SparseRows {
  let columns: Int
  let starts: UnsafeMutableBufferPointer<UnsafeMutablePointer<feature_node>?>
  private let nodes: UnsafeMutableBufferPointer<feature_node>

  init(_ matrix: Matrix) {
    columns = matrix.columns
    starts = .allocate(capacity: matrix.rows)
    let filled = matrix.values.count { $0 != 0 }
    nodes = .allocate(capacity: filled + 2 * matrix.rows)
    var place = 0
    func append(_ index: Int, _ value: Double) {
      nodes[place] = feature_node(index: Int32(index), value: value)
      place += 1
    }
    for row in 0..<matrix.rows {
      starts[row] = nodes.baseAddress! + place
      for (column, value) in matrix[row: row].enumerated() where value != 0 { append(column + 1, value) }
      append(columns + 1, 1)
      append(-1, 0)
    }
  }

  deinit {
    starts.deallocate()
    nodes.deallocate()
  }
}
