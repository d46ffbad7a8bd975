/// The same values in row-major order under another shape; the gradient takes the old shape back.
struct Reshape: Operation {
  static let name = "reshape"
  let target: [Int]

  func shape(of inputs: [[Int]]) throws -> [Int] {
    try require(inputs[0].product == target.product, "\(inputs[0]) and \(target) hold different numbers of values")
    return target
  }

  func computation(on inputs: [[Int]]) -> Computation { .reshape }

  func lower(_ inputs: [Value], into plan: Compiler) throws -> Lowered {
    let x = inputs[0]
    return Lowered(try plan.reshape(x, to: target)) { [try plan.reshape($0, to: x.shape)] }
  }
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
