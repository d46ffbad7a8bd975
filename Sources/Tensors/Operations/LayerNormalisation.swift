import CDNNL

/// Normalisation of each row over its last axis.
///
///     y[n, i] = scale[i] · (x[n, i] − μ[n]) / √(σ²[n] + ε) + shift[i]
///
/// μ and σ² (divided by the count) are each row's own, in training and inference alike.
struct LayerNormalisation: Operation {
  static let name = "layer normalisation"
  let epsilon: Float

  func shape(of inputs: [[Int]]) throws -> [Int] {
    let x = inputs[0]  // [rows..., width]
    try require((2...5).contains(x.count), "it takes 2 to 5 axes, found \(x)")
    try require(inputs[1] == [x.last!] && inputs[2] == [x.last!], "scale and shift do not fit a width of \(x.last!)")
    return x
  }

  func computation(on inputs: [[Int]]) -> Computation { .layerNormalisation(epsilon: epsilon) }

  func lower(_ inputs: [Value], into plan: Compiler) throws -> Lowered {
    let scale = inputs[1], shift = inputs[2]
    let x = try plan.reorder(inputs[0], to: .plain(inputs[0].shape, inputs[0].layout.type))
    let statistics = try Layout.plain(Array(x.shape.dropLast()))
    let flags = dnnl_use_scale.rawValue | dnnl_use_shift.rawValue
    let forward = try plan.descriptor(Self.name, dnnl_layer_normalization_desc_t()) {
      dnnl_layer_normalization_forward_desc_init(
        &$0, dnnl_forward_training, x.layout.pointer, statistics.pointer, epsilon, flags)
    }
    let y = plan.value(forward.destination), mean = plan.value(statistics), variance = plan.value(statistics)
    try plan.emit(
      forward, reads: [(DNNL_ARG_SRC, x), (DNNL_ARG_SCALE, scale), (DNNL_ARG_SHIFT, shift)],
      writes: [(DNNL_ARG_DST, y), (DNNL_ARG_MEAN, mean), (DNNL_ARG_VARIANCE, variance)])

    return Lowered(y) { gradient in
      let gradient = try plan.reorder(gradient, to: x.layout)
      let dx = plan.value(x.layout), dScale = plan.value(scale.layout), dShift = plan.value(shift.layout)
      let backward = try plan.descriptor(
        "layer normalisation, gradient", dnnl_layer_normalization_desc_t(), hint: forward
      ) {
        dnnl_layer_normalization_backward_desc_init(
          &$0, dnnl_backward, dx.layout.pointer, x.layout.pointer, statistics.pointer, epsilon, flags)
      }
      try plan.emit(
        backward,
        reads: [
          (DNNL_ARG_SRC, x), (DNNL_ARG_MEAN, mean), (DNNL_ARG_VARIANCE, variance), (DNNL_ARG_SCALE, scale),
          (DNNL_ARG_SHIFT, shift), (DNNL_ARG_DIFF_DST, gradient),
        ], writes: [(DNNL_ARG_DIFF_SRC, dx), (DNNL_ARG_DIFF_SCALE, dScale), (DNNL_ARG_DIFF_SHIFT, dShift)])
      return [dx, dScale, dShift]
    }
  }
}

extension Variable {
  /// Layer normalisation over the last axis with scale and shift [width].
  public func layerNormalised(scale: Variable, shift: Variable, epsilon: Float = 1e-3) throws -> Variable {
    try tape.record(LayerNormalisation(epsilon: epsilon), [self, scale, shift])
  }
}
