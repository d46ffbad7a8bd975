import Graph

extension WeightedPooling: Lowerable {
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
