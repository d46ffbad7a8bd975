/// y = a + b, element by element; the gradient goes to both.
struct Addition: Operation {
  static let name = "addition"

  func shape(of inputs: [[Int]]) throws -> [Int] {
    try require(inputs[0] == inputs[1], "\(inputs[0]) and \(inputs[1]) differ in shape")
    return inputs[0]
  }

  func computation(on inputs: [[Int]]) -> Computation { .addition }

  func lower(_ inputs: [Value], into plan: Compiler) throws -> Lowered {
    Lowered(try plan.sum(inputs[0], inputs[1])) { [$0, $0] }
  }
}

extension Variable {
  /// The sum of two tensors of one shape: residual connections.
  public static func + (a: Variable, b: Variable) throws -> Variable { try a.tape.record(Addition(), [a, b]) }
}
