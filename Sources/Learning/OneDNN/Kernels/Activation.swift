import CDNNL
import Graph

extension Activation: Lowerable {
  func lower(_ inputs: [Value], into plan: Compiler) throws -> Lowered {
    let x = inputs[0], algorithm = algorithm, slope = slope, needsInput = function == .gelu
    let y = plan.value(x.layout)
    let forward = try plan.descriptor(Self.name, dnnl_eltwise_desc_t()) {
      dnnl_eltwise_forward_desc_init(&$0, plan.kind, algorithm, x.layout.pointer, slope, 0)
    }
    try plan.emit(forward, reads: [(DNNL_ARG_SRC, x)], writes: [(DNNL_ARG_DST, y)], inPlace: (x, y))
    return Lowered(y) { gradient in
      let gradient = try plan.reorder(gradient, to: x.layout)
      let dx = plan.value(x.layout)
      let backward = try plan.descriptor("activation, gradient", dnnl_eltwise_desc_t(), hint: forward) {
        dnnl_eltwise_backward_desc_init(&$0, algorithm, dx.layout.pointer, x.layout.pointer, slope, 0)
      }
      let known = needsInput ? (DNNL_ARG_SRC, x) : (DNNL_ARG_DST, y)
      try plan.emit(
        backward, reads: [known, (DNNL_ARG_DIFF_DST, gradient)], writes: [(DNNL_ARG_DIFF_SRC, dx)],
        inPlace: (gradient, dx))
      return [dx]
    }
  }

  private var slope: Float { if case .leakyReLU(let slope) = function { slope } else { 0 } }

  private var algorithm: dnnl_alg_kind_t {
    switch function {
    // The variants whose gradient needs the result and not the input, so that the input's memory is free.
    case .relu, .leakyReLU: dnnl_eltwise_relu_use_dst_for_bwd
    case .sigmoid: dnnl_eltwise_logistic_use_dst_for_bwd
    case .tanh: dnnl_eltwise_tanh_use_dst_for_bwd
    case .gelu: dnnl_eltwise_gelu_erf
    }
  }
}
