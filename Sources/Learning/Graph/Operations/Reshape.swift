/// The same values in row-major order under another shape; the gradient takes the old shape back.
public struct Reshape: Operation {
  /// What errors call it.
  public static let name = "reshape"
  /// The new shape.
  public let target: [Int]

  /// The result's shape, or an error that says which extents do not fit.
  public func shape(of inputs: [[Int]]) throws -> [Int] {
    try require(inputs[0].product == target.product, "\(inputs[0]) and \(target) hold different numbers of values")
    return target
  }

  /// What it computes in inference.
  public func computation(on inputs: [[Int]]) -> Computation { .reshape }
}

extension Variable {
  /// The same values under another shape; one extent may be -1 and follows from the rest.
  public func reshaped(to shape: [Int]) throws -> Variable {
    var shape = shape
    if let free = shape.firstIndex(of: -1) {
      shape[free] = 1
      shape[free] = self.shape.product / max(shape.product, 1)
    }
    return try tape.record(Reshape(target: shape), [self])
  }

  /// All axes after the batch in one: [batch, a, b, ...] gives [batch, a * b * ...].
  public func flattened() throws -> Variable { try reshaped(to: [shape[0], shape.dropFirst().reduce(1, *)]) }
}
