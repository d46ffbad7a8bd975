/// y[i] = eˣ⁽ⁱ⁾ / Σ_k eˣ⁽ᵏ⁾ along one axis; ∂x = y · (∂y − Σ_k ∂y[k] · y[k]).
public struct Softmax: Operation {
  /// What errors call it.
  public static let name = "softmax"
  /// The axis along which the numbers sum to 1.
  public let axis: Int

  /// The result's shape, or an error that says which extents do not fit.
  public func shape(of inputs: [[Int]]) throws -> [Int] {
    try require(inputs[0].indices.contains(axis), "\(inputs[0]) has no axis \(axis)")
    return inputs[0]
  }

  /// What it computes in inference.
  public func computation(on inputs: [[Int]]) -> Computation { .softmax(axis: axis) }
}

extension Variable {
  /// Positive numbers that sum to 1 along an axis.
  public func softmax(axis: Int) throws -> Variable { try tape.record(Softmax(axis: axis), [self]) }
}
