import CDNNL
import Graph

extension LayerNormalisation: Lowerable {
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
