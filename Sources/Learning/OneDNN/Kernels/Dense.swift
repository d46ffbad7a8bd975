import CDNNL
import Graph

extension Dense: Lowerable {
  func lower(_ inputs: [Value], into plan: Compiler) throws -> Lowered {
    let shape = try shape(of: inputs.map(\.shape)), x = try plan.rows(inputs[0]), weights = inputs[1]
    let source = try BufferLayout.any(x.shape, plan.type), matrix = try BufferLayout.any(weights.shape, plan.type)
    let bias = try hasBias ? BufferLayout.plain(inputs[2].shape) : nil
    let result = try BufferLayout.plain([x.shape[0], weights.shape[0]], plan.type)
    let relu = plan.takeReLU()
    let post = try relu.map { try PostOperations(relu: $0.slope) }

    let forward = try plan.descriptor(Self.name, dnnl_inner_product_desc_t(), postOperations: post?.handle) {
      dnnl_inner_product_forward_desc_init(
        &$0, plan.kind, source.pointer, matrix.pointer, bias?.pointer, result.pointer)
    }
    let input = try plan.reorder(x, to: forward.source)
    let y = plan.value(forward.destination)
    var reads = [(DNNL_ARG_SRC, input), (DNNL_ARG_WEIGHTS, try plan.reorder(weights, to: forward.weights))]
    if hasBias { reads.append((DNNL_ARG_BIAS, inputs[2])) }
    try plan.emit(forward, reads: reads, writes: [(DNNL_ARG_DST, y)])

    return Lowered(try plan.reshape(y, to: shape)) { gradient in
      let rows = try plan.rows(gradient)
      let gradient = try relu.map { try $0.backward(rows, y, plan) } ?? rows
      let (dw, db) = try weightsGradient(gradient, of: inputs, input: input, forward, plan)
      let dx = try inputs[0].needsGradient ? sourceGradient(gradient, of: x, weights, forward, plan) : nil
      let shaped = try dx.map { try plan.reshape($0, to: inputs[0].shape) }
      return hasBias ? [shaped, dw, db] : [shaped, dw]
    }
  }

  /// ∂x = ∂y · w.
  private func sourceGradient(
    _ gradient: Value, of x: Value, _ weights: Value, _ forward: PrimitiveDescriptor, _ plan: Compiler
  ) throws -> Value {
    let source = try BufferLayout.any(x.shape, plan.type), matrix = try BufferLayout.any(weights.shape, plan.type)
    let result = try BufferLayout.any(gradient.shape, plan.type)
    let backward = try plan.descriptor("dense layer, data gradient", dnnl_inner_product_desc_t(), hint: forward) {
      dnnl_inner_product_backward_data_desc_init(&$0, source.pointer, matrix.pointer, result.pointer)
    }
    return try plan.emitSourceGradient(backward, gradient, weights)
  }

  /// ∂w = ∂yᵀ · x, ∂b = Σ_n ∂y[n]; both in float32 whatever the precision.
  private func weightsGradient(
    _ gradient: Value, of inputs: [Value], input: Value, _ forward: PrimitiveDescriptor, _ plan: Compiler
  ) throws -> (Value?, Value?) {
    guard inputs[1].needsGradient else { return (nil, nil) }
    let source = try BufferLayout.any(input.shape, plan.type), matrix = try BufferLayout.any(inputs[1].shape, dnnl_f32)
    let bias = try hasBias ? BufferLayout.plain(inputs[2].shape) : nil,
      result = try BufferLayout.any(gradient.shape, plan.type)
    let backward = try plan.descriptor("dense layer, weights gradient", dnnl_inner_product_desc_t(), hint: forward) {
      dnnl_inner_product_backward_weights_desc_init(
        &$0, source.pointer, matrix.pointer, bias?.pointer, result.pointer)
    }
    let (dw, db) = try plan.emitWeightsGradient(backward, gradient, input, bias: bias)
    return (dw, db)
  }
}

// What oneDNN's sums over weights, dense or sliding, have in common.
extension Compiler {
  /// Emits a data gradient, from ∂y and the weights.
  func emitSourceGradient(_ backward: PrimitiveDescriptor, _ gradient: Value, _ weights: Value) throws -> Value {
    let dx = value(backward.sourceGradient)
    try emit(
      backward,
      reads: [
        (DNNL_ARG_DIFF_DST, try reorder(gradient, to: backward.destinationGradient)),
        (DNNL_ARG_WEIGHTS, try reorder(weights, to: backward.weights)),
      ], writes: [(DNNL_ARG_DIFF_SRC, dx)])
    return dx
  }

  /// Emits a weights gradient, from ∂y and x, and that of the bias where there is one.
  func emitWeightsGradient(
    _ backward: PrimitiveDescriptor, _ gradient: Value, _ x: Value, bias: BufferLayout?
  ) throws -> (dw: Value, db: Value?) {
    let dw = value(backward.weightsGradient), db = bias.map { value($0) }
    try emit(
      backward,
      reads: [
        (DNNL_ARG_SRC, try reorder(x, to: backward.source)),
        (DNNL_ARG_DIFF_DST, try reorder(gradient, to: backward.destinationGradient)),
      ], writes: [(DNNL_ARG_DIFF_WEIGHTS, dw)] + (db.map { [(DNNL_ARG_DIFF_BIAS, $0)] } ?? []))
    return (dw, db)
  }
}
