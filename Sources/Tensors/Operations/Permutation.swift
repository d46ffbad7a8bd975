/// The axes in another order: y[i, k, j] = x[i, j, k]. No value moves; the layout alone changes.
struct Permutation: Operation {
  static let name = "permutation"
  let order: [Int]

  func shape(of inputs: [[Int]]) throws -> [Int] {
    try require(order.sorted() == Array(inputs[0].indices), "\(order) is no order of the axes of \(inputs[0])")
    return order.map { inputs[0][$0] }
  }

  func computation(on inputs: [[Int]]) -> Computation { .permutation(order) }

  func lower(_ inputs: [Value], into plan: Compiler) throws -> Lowered {
    var inverse = order
    for (to, from) in order.enumerated() { inverse[from] = to }
    let x = inputs[0]
    return Lowered(Value(buffer: x.buffer, layout: try x.layout.permuted(order))) { gradient in
      [Value(buffer: gradient.buffer, layout: try gradient.layout.permuted(inverse))]
    }
  }
}

extension Variable {
  /// Axis i of the result is axis `order[i]` of this.
  public func permuted(_ order: [Int]) throws -> Variable { try tape.record(Permutation(order: order), [self]) }
}
