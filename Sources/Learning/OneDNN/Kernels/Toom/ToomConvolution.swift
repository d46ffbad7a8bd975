import CDNNL
import Graph

/// Convolution of wide 1-D signals with windows of five by the algorithm of Toom and Cook.
///
/// The transforms are ours; the products at the eight points are one grouped 1×1 convolution of oneDNN's, which runs at
/// the processor's full rate. A few clips at a time, so that what lies between stays in the cache.
struct ToomConvolution {
  let batch: Int
  let length: Int
  let plan: Compiler
  var tiles: Int { (length + Toom.outputs - 1) / Toom.outputs }

  /// - Returns: nil where the algorithm does not apply or does not pay.
  init?(_ x: [Int], _ weights: [Int], _ window: SlidingWindow, groups: Int, _ plan: Compiler) {
    guard
      x.count == 3, window.size == [Toom.taps], window.stride == [1], window.dilation == [1], window.padding == .same,
      groups == 1, plan.precision == .float32, OneDNNEngine.hasSixteenLanes, weights[0] % 64 == 0, weights[1] % 64 == 0,
      x[2] >= 32
    else { return nil }
    batch = x[0]
    length = x[2]
    self.plan = plan
  }

  /// Emits the forward kernels; `inputs` are x, weights and maybe a bias.
  func lower(_ inputs: [Value], relu: FusedReLU?) throws -> Lowered {
    let x = try blocked(inputs[0]), weights = inputs[1], bias = inputs.count > 2 ? inputs[2] : nil
    let y = try forward(x, weights, bias: bias, relu: relu)
    return Lowered(y) { gradient in
      let gradient = try blocked(relu.map { try $0.backward(gradient, y, plan) } ?? gradient)
      let (dw, db) = try weightsGradient(gradient, x, weights, hasBias: bias != nil)
      let dx = try inputs[0].needsGradient ? sourceGradient(gradient, weights) : nil
      return bias == nil ? [dx, dw] : [dx, dw, db]
    }
  }

  /// y[n, o] = b[o] + Σ_c w[o, c] ∗ x[n, c], with a ReLU where one follows.
  private func forward(_ x: Value, _ weights: Value, bias: Value?, relu: FusedReLU?) throws -> Value {
    let (outs, ins) = (weights.shape[0], weights.shape[1])
    let y = try plan.value(layout(outs))
    try run(
      "Toom convolution", x, evaluate(weights, isFlipped: false), ins: ins, outs: outs, into: y,
      finish: Finish(bias: bias, slope: relu.map(\.slope)))
    return y
  }

  /// ∂x[n, c] = Σ_o w[o, c] reversed ∗ ∂y[n, o].
  private func sourceGradient(_ gradient: Value, _ weights: Value) throws -> Value {
    let (outs, ins) = (weights.shape[0], weights.shape[1])
    let dx = try plan.value(layout(ins))
    try run(
      "Toom convolution, data gradient", gradient, evaluate(weights, isFlipped: true), ins: outs, outs: ins, into: dx,
      finish: Finish(bias: nil, slope: nil))
    return dx
  }

  private func layout(_ channels: Int) throws -> BufferLayout {
    try .tagged([batch, channels, length], dnnl_nCw16c, dnnl_f32)
  }

  private func blocked(_ value: Value) throws -> Value { try plan.reorder(value, to: layout(value.shape[1])) }

  /// What happens to a result on its way out.
  private struct Finish {
    let bias: Value?
    let slope: Float?
  }

  /// G w for every pair of channels: [points, out, in, 1], in the layout that the products want later.
  private func evaluate(_ weights: Value, isFlipped: Bool) throws -> Value {
    let (outs, ins) = (weights.shape[0], weights.shape[1])
    let shape = isFlipped ? [Toom.points, ins, outs, 1] : [Toom.points, outs, ins, 1]
    let result = plan.value(try .plain(shape)), threads = plan.engine.threads
    plan.emit("Toom weights", reads: [weights], writes: [result]) {
      let w: UnsafeMutablePointer<Float> = weights.buffer.pointer(),
        u: UnsafeMutablePointer<Float> =
          result.buffer.pointer()
      parallel(shape[1], threads: threads) { rows, _ in
        for (point, factors) in Toom.evaluation.enumerated() {
          let f = (factors[0], factors[1], factors[2], factors[3], factors[4])
          for row in rows {
            let target = u + (point * shape[1] + row) * shape[2]
            if isFlipped {
              for column in 0..<shape[2] {
                let tap = w + (column * ins + row) * Toom.taps
                target[column] = f.0 * tap[4] + f.1 * tap[3] + f.2 * tap[2] + f.3 * tap[1] + f.4 * tap[0]
              }
            } else {
              for column in 0..<shape[2] {
                let tap = w + (row * ins + column) * Toom.taps
                target[column] = f.0 * tap[0] + f.1 * tap[1] + f.2 * tap[2] + f.3 * tap[3] + f.4 * tap[4]
              }
            }
          }
        }
      }
    }
    return result
  }

  private func run(
    _ name: String, _ x: Value, _ evaluated: Value, ins: Int, outs: Int, into y: Value, finish: Finish
  ) throws {
    let clips = max(1, min(batch, plan.engine.cachedNumbers / (Toom.points * ins * tiles)))
    let source = try BufferLayout.tagged([clips, Toom.points * ins, tiles], dnnl_nCw16c, dnnl_f32)
    let result = try BufferLayout.tagged([clips, Toom.points * outs, tiles], dnnl_nCw16c, dnnl_f32)
    let weights = try BufferLayout.any(evaluated.shape, dnnl_f32)
    let descriptor = try plan.descriptor(name, dnnl_convolution_desc_t()) {
      dnnl_convolution_forward_desc_init(
        &$0, dnnl_forward_inference, dnnl_convolution_direct, source.pointer, weights.pointer, nil, result.pointer,
        [1], [0], [0])
    }
    let spread = plan.value(source), products = plan.value(result)
    let packed = try plan.reorder(evaluated, to: descriptor.weights)
    let scratchpad = plan.value(descriptor.scratchpad)
    let primitive = try Primitive(
      descriptor,
      [
        (DNNL_ARG_SRC, spread), (DNNL_ARG_WEIGHTS, packed), (DNNL_ARG_DST, products),
        (DNNL_ARG_SCRATCHPAD, scratchpad),
      ], engine: plan.engine)
    let transform = ToomLoops(length: length, tiles: tiles, threads: plan.engine.threads), batch = batch
    plan.emit(
      Kernel(
        name: name, reads: [x.buffer, packed.buffer] + (finish.bias.map { [$0.buffer] } ?? []),
        writes: [y.buffer, spread.buffer, products.buffer, scratchpad.buffer], bind: primitive.bind,
        run: {
          for start in stride(from: 0, to: batch, by: clips) {
            let count = min(clips, batch - start)
            transform.spread(x.buffer.pointer(), start, count, blocks: ins / Toom.lanes, into: spread.buffer.pointer())
            try primitive.run()
            transform.gather(
              products.buffer.pointer(), start, count, blocks: outs / Toom.lanes, bias: finish.bias?.buffer.pointer(),
              slope: finish.slope, into: y.buffer.pointer())
          }
        }))
  }
}
