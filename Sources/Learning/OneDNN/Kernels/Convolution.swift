import CDNNL
import Graph

extension Convolution: Lowerable {
  func lower(_ inputs: [Value], into plan: Compiler) throws -> Lowered {
    let x = inputs[0], shape = try shape(of: inputs.map(\.shape))
    let pads = window.margins(over: Array(x.shape[2...]), steps: Array(shape[2...]))
    let weights = try grouped(inputs[1])
    let source = try BufferLayout.any(x.shape, plan.type), kernel = try BufferLayout.any(weights.shape, plan.type)
    let bias = try hasBias ? BufferLayout.plain([shape[1]]) : nil, result = try BufferLayout.any(shape, plan.type)
    let relu = plan.takeReLU()
    if let toom = ToomConvolution(x.shape, inputs[1].shape, window, groups: groups, plan) {
      return try toom.lower(inputs, relu: relu)
    }
    let post = try relu.map { try PostOperations(relu: $0.slope) }

    let forward = try fastest(inputs, plan) { algorithm in
      try plan.descriptor(Self.name, dnnl_convolution_desc_t(), postOperations: post?.handle) {
        dnnl_dilated_convolution_forward_desc_init(
          &$0, plan.kind, algorithm, source.pointer, kernel.pointer, bias?.pointer, result.pointer,
          window.strides, window.gaps, pads.before, pads.behind)
      }
    }
    let input = try plan.reorder(x, to: forward.source)
    let y = plan.value(forward.destination)
    var reads = [(DNNL_ARG_SRC, input), (DNNL_ARG_WEIGHTS, try plan.reorder(weights, to: forward.weights))]
    if hasBias { reads.append((DNNL_ARG_BIAS, inputs[2])) }
    try plan.emit(forward, reads: reads, writes: [(DNNL_ARG_DST, y)])

    return Lowered(y) { gradient in
      let gradient = try relu.map { try $0.backward(gradient, y, plan) } ?? gradient
      let (dw, db) = try weightsGradient(gradient, of: inputs, input: input, weights, forward, pads, plan)
      let dx = try x.needsGradient ? sourceGradient(gradient, of: x, weights, forward, pads, plan) : nil
      return hasBias ? [dx, dw, db] : [dx, dw]
    }
  }

  /// ∂x: the correlation of ∂y with the weights.
  private func sourceGradient(
    _ gradient: Value, of x: Value, _ weights: Value, _ forward: PrimitiveDescriptor,
    _ pads: (before: [Int64], behind: [Int64]), _ plan: Compiler
  ) throws -> Value {
    let source = try BufferLayout.any(x.shape, plan.type), kernel = try BufferLayout.any(weights.shape, plan.type)
    let result = try BufferLayout.any(gradient.shape, plan.type)
    let backward = try fastest([x, weights], plan) { algorithm in
      try plan.descriptor("convolution, data gradient", dnnl_convolution_desc_t(), hint: forward) {
        dnnl_dilated_convolution_backward_data_desc_init(
          &$0, algorithm, source.pointer, kernel.pointer, result.pointer, window.strides, window.gaps, pads.before,
          pads.behind)
      }
    }
    return try plan.emitSourceGradient(backward, gradient, weights)
  }

  /// ∂w: the correlation of x with ∂y; ∂b: the sum of ∂y. Both in float32 whatever the precision.
  private func weightsGradient(
    _ gradient: Value, of inputs: [Value], input: Value, _ weights: Value, _ forward: PrimitiveDescriptor,
    _ pads: (before: [Int64], behind: [Int64]), _ plan: Compiler
  ) throws -> (Value?, Value?) {
    guard inputs[1].needsGradient else { return (nil, nil) }
    let source = try BufferLayout.any(input.shape, plan.type), kernel = try BufferLayout.any(weights.shape, dnnl_f32)
    let bias = try hasBias ? BufferLayout.plain(inputs[2].shape) : nil,
      result = try BufferLayout.any(gradient.shape, plan.type)
    let backward = try fastest(inputs, plan) { algorithm in
      try plan.descriptor("convolution, weights gradient", dnnl_convolution_desc_t(), hint: forward) {
        dnnl_dilated_convolution_backward_weights_desc_init(
          &$0, algorithm, source.pointer, kernel.pointer, bias?.pointer, result.pointer, window.strides, window.gaps,
          pads.before, pads.behind)
      }
    }
    let (dw, db) = try plan.emitWeightsGradient(backward, gradient, input, bias: bias)
    return (try ungrouped(dw, inputs[1].shape, plan), db)
  }

  /// Describes the convolution by Winograd's algorithm where it pays and exists, else directly.
  private func fastest(
    _ inputs: [Value], _ plan: Compiler, _ describe: (dnnl_alg_kind_t) throws -> PrimitiveDescriptor
  ) throws -> PrimitiveDescriptor {
    let pays =
      window.size == [3, 3] && window.stride == [1, 1] && window.dilation == [1, 1] && groups == 1
      && plan.precision == .float32 && min(inputs[0].shape[1], inputs[1].shape[0]) >= 16
    if pays, let descriptor = try? describe(dnnl_convolution_winograd) { return descriptor }
    return try describe(dnnl_convolution_direct)
  }

  /// oneDNN wants the groups as an axis of the weights: [groups, out / groups, in / groups, window...].
  private func grouped(_ weights: Value) throws -> Value {
    guard groups > 1 else { return weights }
    let shape = [groups, weights.shape[0] / groups] + weights.shape[1...]
    return Value(buffer: weights.buffer, layout: try .plain(shape, weights.layout.type))
  }

  private func ungrouped(_ gradient: Value, _ shape: [Int], _ plan: Compiler) throws -> Value {
    guard groups > 1 else { return gradient }
    return Value(buffer: try plan.plain(gradient).buffer, layout: try .plain(shape))
  }
}
