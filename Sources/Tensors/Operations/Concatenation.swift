/// Tensors one after another along an axis; the gradient is cut apart where they were joined.
struct Concatenation: Operation {
  static let name = "concatenation"
  let axis: Int

  func shape(of inputs: [[Int]]) throws -> [Int] {
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

  func computation(on inputs: [[Int]]) -> Computation { .concatenation(axis: axis) }

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

extension Variable {
  /// This and then the others along an axis.
  public func concatenated(with others: Variable..., axis: Int) throws -> Variable {
    try tape.record(Concatenation(axis: axis), [self] + others)
  }
}
