/// The axes in another order: y[i, k, j] = x[i, j, k]. No value moves; the layout alone changes.
public struct Permutation: Operation {
  /// What errors call it.
  public static let name = "permutation"
  /// Axis i of the result is this axis of the input.
  public let order: [Int]

  /// The result's shape, or an error that says which extents do not fit.
  public func shape(of inputs: [[Int]]) throws -> [Int] {
    try require(order.sorted() == Array(inputs[0].indices), "\(order) is no order of the axes of \(inputs[0])")
    return order.map { inputs[0][$0] }
  }

  /// What it computes in inference.
  public func computation(on inputs: [[Int]]) -> Computation { .permutation(order) }
}

extension Variable {
  /// Axis i of the result is axis `order[i]` of this.
  public func permuted(_ order: [Int]) throws -> Variable { try tape.record(Permutation(order: order), [self]) }
}
