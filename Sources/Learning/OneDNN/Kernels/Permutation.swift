import Graph

extension Permutation: Lowerable {
  func lower(_ inputs: [Value], into plan: Compiler) throws -> Lowered {
    var inverse = order
    for (to, from) in order.enumerated() { inverse[from] = to }
    let x = inputs[0]
    return Lowered(Value(buffer: x.buffer, layout: try x.layout.permuted(order))) { gradient in
      [Value(buffer: gradient.buffer, layout: try gradient.layout.permuted(inverse))]
    }
  }
}
