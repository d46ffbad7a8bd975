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

// Layers with weights. Weights lie as PyTorch and oneDNN keep them unless a comment says otherwise.
extension ONNXGraph {
  /// What lies beyond the ends of an axis.
  public enum Padding: Sendable, Equatable {
    /// Nothing: only whole windows count.
    case valid
    /// As much as keeps `ceil(extent / stride)` outputs, the odd one at the far end.
    case same
    /// So many before and so many after, per axis.
    case explicit(before: [Int], after: [Int])

    fileprivate var attribute: (name: String, value: Attribute) {
      switch self {
      case .valid: ("auto_pad", .text("VALID"))
      case .same: ("auto_pad", .text("SAME_UPPER"))
      case .explicit(let before, let after): ("pads", .integers(before + after))
      }
    }
  }

  /// Convolution over one or two axes, `[batch, channel, …]` to `[batch, filter, …]`.
  /// - Parameters:
  ///   - weight: [filter, channel / groups, kernel…]
  ///   - bias: [filter]
  public mutating func convolution(
    _ x: Value, weight: ExportTensor, bias: ExportTensor?, strides: [Int], dilations: [Int]? = nil, groups: Int = 1,
    padding: Padding
  ) -> Value {
    let kernel = Array(weight.shape.dropFirst(2))
    return apply(
      "Conv", [x, constant(weight)] + (bias.map { [constant($0)] } ?? []),
      [
        "kernel_shape": .integers(kernel), "strides": .integers(strides), "group": .integer(groups),
        "dilations": .integers(dilations ?? kernel.map { _ in 1 }), padding.attribute.name: padding.attribute.value,
      ])
  }

  /// Largest of each window, over one or two axes.
  public mutating func maxPool(_ x: Value, window: [Int], strides: [Int], padding: Padding) -> Value {
    apply(
      "MaxPool", [x],
      [
        "kernel_shape": .integers(window), "strides": .integers(strides),
        padding.attribute.name: padding.attribute.value,
      ])
  }

  /// Mean of each window, padding not counted, over one or two axes.
  public mutating func averagePool(_ x: Value, window: [Int], strides: [Int], padding: Padding) -> Value {
    apply(
      "AveragePool", [x],
      [
        "kernel_shape": .integers(window), "strides": .integers(strides),
        padding.attribute.name: padding.attribute.value,
      ])
  }

  /// `scale (x - mean) / √(variance + epsilon) + shift` for each channel, the second axis.
  public mutating func batchNormalization(
    _ x: Value, scale: ExportTensor, shift: ExportTensor, mean: ExportTensor, variance: ExportTensor, epsilon: Float
  ) -> Value {
    apply(
      "BatchNormalization", [x, constant(scale), constant(shift), constant(mean), constant(variance)],
      ["epsilon": .float(epsilon)])
  }

  /// The same over the last axes of each row, with that row's own mean and variance.
  /// - Parameter axis: the first axis that is normalised; negative counts from the end.
  public mutating func layerNormalization(
    _ x: Value, scale: ExportTensor, shift: ExportTensor, epsilon: Float, axis: Int = -1
  ) -> Value {
    apply(
      "LayerNormalization", [x, constant(scale), constant(shift)],
      ["axis": .integer(axis), "epsilon": .float(epsilon)])
  }

  /// `x Wᵀ + b` for rows, `[batch, feature]` to `[batch, unit]`.
  /// - Parameter weight: [unit, feature]
  public mutating func dense(_ x: Value, weight: ExportTensor, bias: ExportTensor?) -> Value {
    apply("Gemm", [x, constant(weight)] + (bias.map { [constant($0)] } ?? []), ["transB": .integer(1)])
  }

  /// `x W + b` over the last axis, however many axes come before it.
  /// - Parameter weight: [feature, unit]
  public mutating func denseOverLastAxis(_ x: Value, weight: ExportTensor, bias: ExportTensor?) -> Value {
    let product = apply("MatMul", [x, constant(weight)])
    return bias.map { add(product, constant($0)) } ?? product
  }
}

extension ONNXGraph {
  /// The order in which the four gates follow each other in an LSTM's weights.
  public enum GateOrder: Sendable {
    /// Input, forget, cell, output, as in PyTorch, Keras and oneDNN.
    case inputForgetCellOutput
    /// Input, output, forget, cell, as in ONNX.
    case inputOutputForgetCell
  }

  /// The weights of an LSTM in one direction.
  public struct LSTMWeights: Sendable, Equatable {
    /// For the input.
    public let kernel: [Float]  // [gate, unit, feature]
    /// For the state before.
    public let recurrent: [Float]  // [gate, unit, unit]
    /// One bias a gate and unit; PyTorch's two add up to it.
    public let bias: [Float]  // [gate, unit]

    /// Takes weights in a given order of gates.
    public init(kernel: [Float], recurrent: [Float], bias: [Float], order: GateOrder) {
      func ordered(_ values: [Float]) -> [Float] {
        guard order == .inputForgetCellOutput else { return values }
        let size = values.count / 4
        return [0, 3, 1, 2].flatMap { values[$0 * size..<($0 + 1) * size] }
      }
      self.kernel = ordered(kernel)
      self.recurrent = ordered(recurrent)
      self.bias = ordered(bias)
    }
  }

  /// Long short-term memory over `[batch, time, feature]`, forward or both ways.
  /// - Parameters:
  ///   - name: what the weights' names begin with.
  ///   - backward: weights for the direction from the end; its states follow the forward ones on the last axis.
  ///   - sequences: the states of every step, `[batch, time, unit]`, or those after the last, `[batch, unit]`.
  public mutating func lstm(
    _ x: Value, name: String, features: Int, units: Int, forward: LSTMWeights, backward: LSTMWeights? = nil,
    sequences: Bool
  ) -> Value {
    let directions = [forward] + (backward.map { [$0] } ?? [])
    let count = directions.count
    // ONNX adds a bias for the input and one for the state; the second is zero.
    let none = [Float](repeating: 0, count: 4 * units)
    let kernel = constant(
      ExportTensor("\(name).kernel", [count, 4 * units, features], directions.flatMap(\.kernel)))
    let recurrent = constant(
      ExportTensor("\(name).recurrent", [count, 4 * units, units], directions.flatMap(\.recurrent)))
    let bias = constant(ExportTensor("\(name).bias", [count, 8 * units], directions.flatMap { $0.bias + none }))
    let steps = apply(
      "LSTM", [transpose(x, [1, 0, 2]), kernel, recurrent, bias],
      ["direction": .text(count == 2 ? "bidirectional" : "forward"), "hidden_size": .integer(units)],
      outputs: sequences ? [true] : [false, true])
    return sequences
      ? reshape(transpose(steps[0], [2, 0, 1, 3]), [0, 0, count * units])  // from [time, direction, batch, unit]
      : reshape(transpose(steps[1], [1, 0, 2]), [0, count * units])  // from [direction, batch, unit]
  }
}
