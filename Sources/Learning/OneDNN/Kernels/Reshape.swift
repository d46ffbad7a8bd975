import Graph

extension Reshape: Lowerable {
  func lower(_ inputs: [Value], into plan: Compiler) throws -> Lowered {
    let x = inputs[0]
    return Lowered(try plan.reshape(x, to: target)) { [try plan.reshape($0, to: x.shape)] }
  }
}

extension Compiler {
  /// The value under another shape, without a copy where its layout allows that.
  func reshape(_ value: Value, to shape: [Int]) throws -> Value {
    guard value.shape != shape else { return value }
    if let layout = value.layout.reshaped(to: shape) {
      return Value(buffer: value.buffer, layout: layout, needsGradient: value.needsGradient)
    }
    let plain = try reorder(value, to: .plain(value.shape, value.layout.type))
    return Value(
      buffer: plain.buffer, layout: try .plain(shape, value.layout.type), needsGradient: value.needsGradient)
  }

  /// All axes but the last in one.
  func rows(_ value: Value) throws -> Value {
    try reshape(value, to: [value.shape.dropLast().reduce(1, *), value.shape.last ?? 1])
  }
}
