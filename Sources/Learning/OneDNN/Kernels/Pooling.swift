import CDNNL
import Graph

extension Pooling: Lowerable {
  func lower(_ inputs: [Value], into plan: Compiler) throws -> Lowered {
    let x = inputs[0], shape = try shape(of: [x.shape])
    let pads = window.margins(over: Array(x.shape[2...]), steps: Array(shape[2...]))
    let algorithm = kind == .maximum ? dnnl_pooling_max : dnnl_pooling_avg_exclude_padding
    let result = try BufferLayout.any(shape, x.layout.type)
    let forward = try plan.descriptor(Self.name, dnnl_pooling_desc_t()) {
      dnnl_pooling_forward_desc_init(
        &$0, plan.kind, algorithm, x.layout.pointer, result.pointer, window.strides, window.sizes, pads.before,
        pads.behind)
    }
    let y = plan.value(forward.destination)
    var winners: [(Int32, Value)] = []
    if !forward.workspace.isEmpty { winners = [(DNNL_ARG_WORKSPACE, plan.value(forward.workspace))] }
    try plan.emit(forward, reads: [(DNNL_ARG_SRC, x)], writes: [(DNNL_ARG_DST, y)] + winners)

    return Lowered(y) { gradient in
      let gradient = try plan.reorder(gradient, to: y.layout)
      let dx = plan.value(x.layout)
      let backward = try plan.descriptor("pooling, gradient", dnnl_pooling_desc_t(), hint: forward) {
        dnnl_pooling_backward_desc_init(
          &$0, algorithm, dx.layout.pointer, gradient.layout.pointer, window.strides, window.sizes, pads.before,
          pads.behind)
      }
      try plan.emit(
        backward, reads: [(DNNL_ARG_DIFF_DST, gradient)] + winners, writes: [(DNNL_ARG_DIFF_SRC, dx)])
      return [dx]
    }
  }
}

// Windows in the words of oneDNN, which counts in 64 bits.

extension SlidingWindow {
  /// Elements from one place to the next.
  var strides: [Int64] { stride.map(Int64.init) }
  /// Elements under the window.
  var sizes: [Int64] { size.map(Int64.init) }
  /// oneDNN counts the elements left out between taps.
  var gaps: [Int64] { dilation.map { Int64($0 - 1) } }

  /// Padding before and behind; negative where a last stride leaves elements over, which oneDNN wants to be told.
  func margins(over extents: [Int], steps: [Int]) -> (before: [Int64], behind: [Int64]) {
    let pads = pads(over: extents, steps: steps)
    return (pads.before.map(Int64.init), pads.behind.map(Int64.init))
  }
}
