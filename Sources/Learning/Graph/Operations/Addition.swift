/// y = a + b, element by element; the gradient goes to both.
public struct Addition: Operation {
  /// What errors call it.
  public static let name = "addition"

  /// The result's shape, or an error that says which extents do not fit.
  public func shape(of inputs: [[Int]]) throws -> [Int] {
    try require(inputs[0] == inputs[1], "\(inputs[0]) and \(inputs[1]) differ in shape")
    return inputs[0]
  }

  /// What it computes in inference.
  public func computation(on inputs: [[Int]]) -> Computation { .addition }
}

extension Variable {
  /// The sum of two tensors of one shape: residual connections.
  public static func + (a: Variable, b: Variable) throws -> Variable { try a.tape.record(Addition(), [a, b]) }
}
