// Operations without weights, one line each where ONNX has them.
extension ONNXGraph {
  /// `a + b`, repeating shorter axes.
  public mutating func add(_ a: Value, _ b: Value) -> Value { apply("Add", [a, b]) }
  /// `a - b`, repeating shorter axes.
  public mutating func subtract(_ a: Value, _ b: Value) -> Value { apply("Sub", [a, b]) }
  /// `a b`, repeating shorter axes.
  public mutating func multiply(_ a: Value, _ b: Value) -> Value { apply("Mul", [a, b]) }
  /// `a / b`, repeating shorter axes.
  public mutating func divide(_ a: Value, _ b: Value) -> Value { apply("Div", [a, b]) }
  /// The matrix product over the last two axes.
  public mutating func product(_ a: Value, _ b: Value) -> Value { apply("MatMul", [a, b]) }
  /// The square root.
  public mutating func squareRoot(_ x: Value) -> Value { apply("Sqrt", [x]) }

  /// `max(x, 0)`.
  public mutating func relu(_ x: Value) -> Value { apply("Relu", [x]) }
  /// `x` above 0, `slope x` below.
  public mutating func leakyRelu(_ x: Value, slope: Float) -> Value {
    apply("LeakyRelu", [x], ["alpha": .float(slope)])
  }
  /// `1 / (1 + e⁻ˣ)`.
  public mutating func sigmoid(_ x: Value) -> Value { apply("Sigmoid", [x]) }
  /// The hyperbolic tangent.
  public mutating func tanh(_ x: Value) -> Value { apply("Tanh", [x]) }
  /// `eˣ / Σ eˣ` along an axis.
  public mutating func softmax(_ x: Value, axis: Int = -1) -> Value { apply("Softmax", [x], ["axis": .integer(axis)]) }

  /// `x / 2 (1 + erf(x / √2))`, spelt out because this operator set has no GELU of its own.
  public mutating func gelu(_ x: Value) -> Value {
    let name = nextNode
    let half = constant(ExportTensor("\(name).half", [], [0.5]))
    let one = constant(ExportTensor("\(name).one", [], [1]))
    let root = constant(ExportTensor("\(name).rootHalf", [], [Float(0.5).squareRoot()]))
    let share = add(apply("Erf", [multiply(x, root)]), one)
    return multiply(multiply(x, half), share)
  }

  /// Mean along axes, which disappear unless kept with extent 1.
  public mutating func mean(_ x: Value, axes: [Int], keeping: Bool = false) -> Value {
    apply("ReduceMean", [x], ["axes": .integers(axes), "keepdims": .integer(keeping ? 1 : 0)])
  }

  /// Largest along axes, which disappear unless kept with extent 1.
  public mutating func largest(_ x: Value, axes: [Int], keeping: Bool = false) -> Value {
    apply("ReduceMax", [x], ["axes": .integers(axes), "keepdims": .integer(keeping ? 1 : 0)])
  }

  /// Another shape for the same numbers: 0 keeps an axis, -1 takes what is left.
  public mutating func reshape(_ x: Value, _ shape: [Int]) -> Value {
    apply("Reshape", [x, constant(ExportTensor("\(nextNode).shape", shape))])
  }

  /// A part of a value: along each of some axes, from one index up to another.
  public mutating func slice(_ x: Value, axes: [Int], from starts: [Int], to ends: [Int]) -> Value {
    let name = nextNode
    let parts = [("starts", starts), ("ends", ends), ("axes", axes)].map { part, numbers in
      constant(ExportTensor("\(name).\(part)", numbers))
    }
    return apply("Slice", [x] + parts)
  }

  /// All axes after the first as one.
  public mutating func flatten(_ x: Value) -> Value { apply("Flatten", [x], ["axis": .integer(1)]) }

  /// Axes in another order.
  public mutating func transpose(_ x: Value, _ order: [Int]) -> Value {
    apply("Transpose", [x], ["perm": .integers(order)])
  }

  /// Values one after the other along an axis.
  public mutating func concatenate(_ values: [Value], axis: Int) -> Value {
    apply("Concat", values, ["axis": .integer(axis)])
  }

  /// `(x - centre) / scale`: a scaler that was fitted to the training rows.
  public mutating func scale(_ x: Value, centre: ExportTensor, scale: ExportTensor) -> Value {
    divide(subtract(x, constant(centre)), constant(scale))
  }
}
