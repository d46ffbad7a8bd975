/// The weighted sum over time with weights of its own for each row: the last step of attention pooling.
///
///     y[n, c] = Σ_t a[n, t] · x[n, c, t]
///     ∂x[n, c, t] = a[n, t] · ∂y[n, c],   ∂a[n, t] = Σ_c x[n, c, t] · ∂y[n, c]
struct WeightedPooling: Operation {
  static let name = "weighted pooling"

  func shape(of inputs: [[Int]]) throws -> [Int] {
    let x = inputs[0], a = inputs[1]
    try require(x.count == 3 && a == [x[0], x[2]], "weights \(a) do not fit an input \(x) of [batch, channels, time]")
    return [x[0], x[1]]
  }

  func computation(on inputs: [[Int]]) -> Computation { .weightedSum }

  func lower(_ inputs: [Value], into plan: Compiler) throws -> Lowered {
    let x = try plan.plain(inputs[0]), a = try plan.plain(inputs[1])
    let rows = x.shape[0], channels = x.shape[1], time = x.shape[2], threads = plan.engine.threads
    let y = plan.value(try .plain([rows, channels]))
    plan.emit(Self.name, reads: [x, a], writes: [y]) {
      let x: UnsafeMutablePointer<Float> = x.buffer.pointer(), a: UnsafeMutablePointer<Float> = a.buffer.pointer()
      let y: UnsafeMutablePointer<Float> = y.buffer.pointer()
      parallel(rows * channels, threads: threads, grain: 64) { range, _ in
        for line in range {
          let weights = a + line / channels * time, values = x + line * time
          var sum: Float = 0
          for t in 0..<time { sum += weights[t] * values[t] }
          y[line] = sum
        }
      }
    }
    return Lowered(y) { gradient in
      let dy = try plan.plain(gradient), dx = plan.value(x.layout), da = plan.value(a.layout)
      plan.emit("weighted pooling, gradient", reads: [x, a, dy], writes: [dx, da]) {
        let x: UnsafeMutablePointer<Float> = x.buffer.pointer(), a: UnsafeMutablePointer<Float> = a.buffer.pointer()
        let dx: UnsafeMutablePointer<Float> = dx.buffer.pointer(), da: UnsafeMutablePointer<Float> = da.buffer.pointer()
        let dy: UnsafeMutablePointer<Float> = dy.buffer.pointer()
        parallel(rows, threads: threads) { range, _ in
          for row in range {
            let weights = a + row * time, slopes = da + row * time
            for t in 0..<time { slopes[t] = 0 }
            for channel in row * channels..<(row + 1) * channels {
              let values = x + channel * time, result = dx + channel * time, slope = dy[channel]
              for t in 0..<time {
                result[t] = weights[t] * slope
                slopes[t] += values[t] * slope
              }
            }
          }
        }
      }
      return [dx, da]
    }
  }
}

extension Variable {
  /// Σ_t weight[t] · x[t]: [batch, channels, time] with weights [batch, time] gives [batch, channels].
  public func pooled(weights: Variable) throws -> Variable { try tape.record(WeightedPooling(), [self, weights]) }

  /// Attention pooling: the mean over time weighted by softmax of scores [batch, time].
  public func attentionPooled(scores: Variable) throws -> Variable { try pooled(weights: scores.softmax(axis: 1)) }
}
