import CDNNL
import Graph

extension Softmax: Lowerable {
  func lower(_ inputs: [Value], into plan: Compiler) throws -> Lowered {
    let x = try plan.plain(inputs[0]), axis = Int32(axis)
    let forward = try plan.descriptor(Self.name, dnnl_softmax_desc_t()) {
      dnnl_softmax_forward_desc_init(&$0, plan.kind, x.layout.pointer, axis)
    }
    let y = plan.value(x.layout)
    try plan.emit(forward, reads: [(DNNL_ARG_SRC, x)], writes: [(DNNL_ARG_DST, y)])
    return Lowered(y) { gradient in
      let gradient = try plan.plain(gradient)
      let dx = plan.value(x.layout)
      let backward = try plan.descriptor("softmax, gradient", dnnl_softmax_desc_t(), hint: forward) {
        dnnl_softmax_backward_desc_init(&$0, dx.layout.pointer, y.layout.pointer, axis)
      }
      try plan.emit(
        backward, reads: [(DNNL_ARG_DST, y), (DNNL_ARG_DIFF_DST, gradient)], writes: [(DNNL_ARG_DIFF_SRC, dx)])
      return [dx]
    }
  }
}
