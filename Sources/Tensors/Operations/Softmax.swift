import CDNNL

/// y[i] = eˣ⁽ⁱ⁾ / Σ_k eˣ⁽ᵏ⁾ along one axis; ∂x = y · (∂y − Σ_k ∂y[k] · y[k]).
struct Softmax: Operation {
  static let name = "softmax"
  let axis: Int

  func shape(of inputs: [[Int]]) throws -> [Int] {
    try require(inputs[0].indices.contains(axis), "\(inputs[0]) has no axis \(axis)")
    return inputs[0]
  }

  func computation(on inputs: [[Int]]) -> Computation { .softmax(axis: axis) }

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

extension Variable {
  /// Positive numbers that sum to 1 along an axis.
  public func softmax(axis: Int) throws -> Variable { try tape.record(Softmax(axis: axis), [self]) }
}
