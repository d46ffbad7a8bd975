import Graph

extension Concatenation: Lowerable {
  func lower(_ inputs: [Value], into plan: Compiler) throws -> Lowered {
    let y = plan.value(try .plain(shape(of: inputs.map(\.shape)), inputs[0].layout.type))
    for (input, part) in try zip(inputs, parts(of: y, like: inputs)) { try plan.copy(input, to: part) }
    return Lowered(y) { gradient in
      let gradient = try plan.reorder(gradient, to: .plain(gradient.shape, gradient.layout.type))
      return try zip(inputs, parts(of: gradient, like: inputs)).map { input, part in
        try input.needsGradient ? plan.reorder(part, to: .plain(input.shape, part.layout.type)) : nil
      }
    }
  }

  private func parts(of whole: Value, like inputs: [Value]) throws -> [Value] {
    var offsets = whole.shape.map { _ in 0 }
    return try inputs.map { input in
      defer { offsets[axis] += input.shape[axis] }
      return Value(buffer: whole.buffer, layout: try whole.layout.part(input.shape, at: offsets))
    }
  }
}
