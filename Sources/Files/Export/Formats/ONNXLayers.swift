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
