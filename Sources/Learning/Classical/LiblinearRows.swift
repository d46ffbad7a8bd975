import CLinear

/// Labelled rows as liblinear wants them: of each row the numbers that are not zero, with their columns counted from 1,
/// then a 1 for the bias.
final class LiblinearRows {
  private let features: Int
  private let classes: Int
  private let nodes: UnsafeMutableBufferPointer<feature_node>
  private let starts: UnsafeMutableBufferPointer<UnsafeMutablePointer<feature_node>?>  // [row]
  private let labels: UnsafeMutableBufferPointer<Double>  // [row]

  /// Takes rows of which every class has some.
  init(_ examples: Examples) {
    let matrix = examples.features
    features = matrix.columns
    classes = examples.classes.count
    nodes = .allocate(capacity: matrix.values.count { $0 != 0 } + 2 * matrix.rows)
    starts = .allocate(capacity: matrix.rows)
    labels = .allocate(capacity: matrix.rows)
    // liblinear numbers classes by first appearance, so one row of each leads, in our order.
    let leaders = (0..<classes).compactMap { examples.labels.firstIndex(of: $0) }
    let isLeader = Set(leaders)
    var place = 0
    func append(_ index: Int, _ value: Double) {
      nodes.initializeElement(at: place, to: feature_node(index: Int32(index), value: value))
      place += 1
    }
    for (row, source) in (leaders + examples.labels.indices.filter { !isLeader.contains($0) }).enumerated() {
      starts.initializeElement(at: row, to: nodes.baseAddress! + place)
      labels.initializeElement(at: row, to: Double(examples.labels[source]))
      for (column, value) in matrix[row: source].enumerated() where value != 0 { append(column + 1, value) }
      append(features + 1, 1)
      append(-1, 0)
    }
  }

  deinit {
    nodes.deallocate()
    starts.deallocate()
    labels.deallocate()
  }

  /// Fits machines with squared hinge loss, one class against the rest; of two classes, one machine for both.
  /// - Parameter start: parameters to begin at.
  /// - Returns: weights with the biases as their last row, [feature + 1, class].
  func fit(cost: Double, classWeights: [Double], tolerance: Double, from start: [Double]?) throws -> [Double] {
    var names = (0..<classes).map(Int32.init)
    var weights = classWeights
    var first = start ?? []
    if classes == 2 { first = stride(from: 0, to: first.count, by: 2).map { first[$0] } }
    return try names.withUnsafeMutableBufferPointer { names in
      try weights.withUnsafeMutableBufferPointer { weights in
        try first.withUnsafeMutableBufferPointer { first in
          var settings = parameter(
            solver_type: Int32(L2R_L2LOSS_SVC), eps: tolerance, C: cost, nr_weight: Int32(names.count),
            weight_label: names.baseAddress, weight: weights.baseAddress, p: 0,
            init_sol: start == nil ? nil : first.baseAddress)
          return try fit(&settings)
        }
      }
    }
  }

  private func fit(_ settings: inout parameter) throws -> [Double] {
    var task = problem(
      l: Int32(labels.count), n: Int32(features + 1), y: labels.baseAddress, x: starts.baseAddress, bias: 1)
    if let complaint = check_parameter(&task, &settings) {
      throw ClassicalError.fit(SVM.name, cause: "liblinear says: \(String(cString: complaint))")
    }
    // It would write its progress to standard output.
    set_print_string_function { _ in }
    var model = CLinear.train(&task, &settings)
    defer { free_and_destroy_model(&model) }
    guard let stored = model?.pointee.w else {
      throw ClassicalError.fit(SVM.name, cause: "liblinear returned no model")
    }
    if classes > 2 { return Array(UnsafeBufferPointer(start: stored, count: (features + 1) * classes)) }
    return (0...features).flatMap { [stored[$0], -stored[$0]] }
  }
}
