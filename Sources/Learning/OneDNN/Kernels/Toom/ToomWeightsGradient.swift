import CDNNL
import Glibc
import Graph

extension ToomConvolution {
  /// ∂w = Gᵀ Σ (A ∂y) ⊙ (Bᵀ x) over all clips and tiles, [out, in, taps]; ∂b[o] = Σ ∂y[n, o, t].
  ///
  /// The products are summed within a stretch of clips by one grouped 1×1 weights gradient of oneDNN's, and from
  /// stretch to stretch here.
  func weightsGradient(
    _ gradient: Value, _ x: Value, _ weights: Value, hasBias: Bool
  ) throws -> (Value?, Value?) {
    guard weights.needsGradient else { return (nil, nil) }
    let (outs, ins) = (weights.shape[0], weights.shape[1])
    let clips = max(1, min(batch, 6 * plan.engine.cachedNumbers / (Toom.points * max(ins, outs) * tiles)))
    let source = try BufferLayout.tagged([clips, Toom.points * ins, tiles], dnnl_nCw16c, dnnl_f32)
    let result = try BufferLayout.tagged([clips, Toom.points * outs, tiles], dnnl_nCw16c, dnnl_f32)
    let shape = [Toom.points, outs, ins, 1], products = try BufferLayout.any(shape, dnnl_f32)
    let hint = try plan.descriptor("Toom convolution", dnnl_convolution_desc_t()) {
      dnnl_convolution_forward_desc_init(
        &$0, dnnl_forward_training, dnnl_convolution_direct, source.pointer, products.pointer, nil, result.pointer, [1],
        [0], [0])
    }
    let descriptor = try plan.descriptor("Toom convolution, weights gradient", dnnl_convolution_desc_t(), hint: hint) {
      dnnl_convolution_backward_weights_desc_init(
        &$0, dnnl_convolution_direct, source.pointer, products.pointer, nil, result.pointer, [1], [0], [0])
    }
    let spread = plan.value(source), scattered = plan.value(result)
    let part = plan.value(descriptor.weightsGradient), sum = plan.value(descriptor.weightsGradient)
    let scratchpad = plan.value(descriptor.scratchpad)
    let primitive = try Primitive(
      descriptor,
      [
        (DNNL_ARG_SRC, spread), (DNNL_ARG_DIFF_DST, scattered), (DNNL_ARG_DIFF_WEIGHTS, part),
        (DNNL_ARG_SCRATCHPAD, scratchpad),
      ], engine: plan.engine)
    let loops = ToomLoops(length: length, tiles: tiles, threads: plan.engine.threads), batch = batch
    plan.emit(
      Kernel(
        name: "Toom convolution, weights gradient", reads: [x.buffer, gradient.buffer],
        writes: [sum, part, spread, scattered, scratchpad].map(\.buffer), bind: primitive.bind,
        run: {
          for start in stride(from: 0, to: batch, by: clips) {
            let count = min(clips, batch - start)
            loops.spread(x.buffer.pointer(), start, count, blocks: ins / Toom.lanes, into: spread.buffer.pointer())
            loops.scatter(
              gradient.buffer.pointer(), start, count, blocks: outs / Toom.lanes, into: scattered.buffer.pointer())
            // Clips that a last stretch lacks must not count again.
            if count < clips {
              let missing = (clips - count) * Toom.points * outs * loops.tiles
              memset(scattered.buffer.pointer(Float.self) + count * Toom.points * outs * loops.tiles, 0, missing * 4)
            }
            try primitive.run()
            loops.add(part.buffer.pointer(), to: sum.buffer.pointer(), count: part.layout.elements, isFirst: start == 0)
          }
        }))
    return (try fold(plan.plain(sum), weights), try hasBias ? biasGradient(gradient, outs) : nil)
  }

  /// Gᵀ of the sums: [points, out, in] to [out, in, taps].
  private func fold(_ sums: Value, _ weights: Value) throws -> Value {
    let dw = plan.value(try .plain(weights.shape)), count = weights.shape[0] * weights.shape[1]
    let threads = plan.engine.threads
    plan.emit("Toom weights, gradient", reads: [sums], writes: [dw]) {
      let u: UnsafeMutablePointer<Float> = sums.buffer.pointer(), w: UnsafeMutablePointer<Float> = dw.buffer.pointer()
      parallel(count, threads: threads, grain: 4096) { range, _ in
        for tap in 0..<Toom.taps {
          let g = Toom.evaluation.map { $0[tap] }
          let (g0, g1, g2, g3, g4, g5, g6, g7) = (g[0], g[1], g[2], g[3], g[4], g[5], g[6], g[7])
          for pair in range {
            let low = g0 * u[pair] + g1 * u[pair + count] + g2 * u[pair + 2 * count] + g3 * u[pair + 3 * count]
            let high = g4 * u[pair + 4 * count] + g5 * u[pair + 5 * count] + g6 * u[pair + 6 * count]
            w[pair * Toom.taps + tap] = low + high + g7 * u[pair + 7 * count]
          }
        }
      }
    }
    return dw
  }

  private func biasGradient(_ gradient: Value, _ outs: Int) throws -> Value {
    let db = plan.value(try .plain([outs])), threads = plan.engine.threads
    let (batch, length, blocks) = (batch, length, outs / Toom.lanes)
    plan.emit("bias gradient", reads: [gradient], writes: [db]) {
      let g: UnsafeMutablePointer<Float> = gradient.buffer.pointer()
      let result: UnsafeMutablePointer<Float> = db.buffer.pointer()
      parallel(blocks, threads: threads) { range, _ in
        for block in range {
          var total = Toom.Lanes(repeating: 0)
          for clip in 0..<batch {
            // One clip's sum first: adding small numbers to a large total loses digits.
            var sum = Toom.Lanes(repeating: 0)
            let line = g + (clip * blocks + block) * length * Toom.lanes
            for time in 0..<length {
              sum += UnsafeRawPointer(line + time * Toom.lanes).loadUnaligned(as: Toom.Lanes.self)
            }
            total += sum
          }
          UnsafeMutableRawPointer(result + block * Toom.lanes).storeBytes(of: total, as: Toom.Lanes.self)
        }
      }
    }
    return db
  }
}

extension ToomLoops {
  /// sum ← part, then sum ← sum + part.
  func add(_ part: Floats, to sum: Floats, count: Int, isFirst: Bool) {
    parallel(count, threads: threads, grain: 1 << 14) { range, _ in
      if isFirst {
        for index in range { sum[index] = part[index] }
      } else {
        for index in range { sum[index] += part[index] }
      }
    }
  }
}
