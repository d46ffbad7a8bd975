/// Tensors one after another along an axis; the gradient is cut apart where they were joined.
public struct Concatenation: Operation {
  /// What errors call it.
  public static let name = "concatenation"
  /// The axis along which they are joined.
  public let axis: Int

  /// The result's shape, or an error that says which extents do not fit.
  public func shape(of inputs: [[Int]]) throws -> [Int] {
    var result = inputs[0]
    try require(result.indices.contains(axis), "\(result) has no axis \(axis)")
    for shape in inputs[1...] {
      var (a, b) = (result, shape)
      try require(a.count == b.count, "\(a) and \(b) differ in rank")
      a[axis] = 0
      b[axis] = 0
      try require(a == b, "\(result) and \(shape) differ off axis \(axis)")
      result[axis] += shape[axis]
    }
    return result
  }

  /// What it computes in inference.
  public func computation(on inputs: [[Int]]) -> Computation { .concatenation(axis: axis) }
}

extension Variable {
  /// This and then the others along an axis.
  public func concatenated(with others: Variable..., axis: Int) throws -> Variable {
    try tape.record(Concatenation(axis: axis), [self] + others)
  }
}
