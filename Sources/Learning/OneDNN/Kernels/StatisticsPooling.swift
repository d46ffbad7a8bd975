import Graph

extension StatisticsPooling: Lowerable {
  func lower(_ inputs: [Value], into plan: Compiler) throws -> Lowered {
    let x = try plan.plain(inputs[0]), channels = x.shape[1], time = x.shape[2], lines = x.shape[0] * channels
    let y = plan.value(try .plain([x.shape[0], 2 * channels])), epsilon = epsilon, threads = plan.engine.threads
    plan.emit(Self.name, reads: [x], writes: [y]) {
      let x: UnsafeMutablePointer<Float> = x.buffer.pointer(), y: UnsafeMutablePointer<Float> = y.buffer.pointer()
      parallel(lines, threads: threads, grain: 64) { range, _ in
        for line in range {
          let values = x + line * time, place = line / channels * 2 * channels + line % channels
          var sum: Float = 0, squares: Float = 0
          for t in 0..<time { sum += values[t] }
          let mean = sum / Float(time)
          for t in 0..<time { squares += (values[t] - mean) * (values[t] - mean) }
          y[place] = mean
          y[place + channels] = (squares / Float(time) + epsilon).squareRoot()
        }
      }
    }
    return Lowered(y) { gradient in
      let gradient = try plan.plain(gradient), dx = plan.value(x.layout)
      plan.emit("statistics pooling, gradient", reads: [x, y, gradient], writes: [dx]) {
        let x: UnsafeMutablePointer<Float> = x.buffer.pointer(), y: UnsafeMutablePointer<Float> = y.buffer.pointer()
        let dx: UnsafeMutablePointer<Float> = dx.buffer.pointer()
        let dy: UnsafeMutablePointer<Float> = gradient.buffer.pointer()
        parallel(lines, threads: threads, grain: 64) { range, _ in
          for line in range {
            let place = line / channels * 2 * channels + line % channels, start = line * time
            let mean = y[place], level = dy[place] / Float(time)
            let slope = dy[place + channels] / (Float(time) * y[place + channels])
            for t in start..<start + time { dx[t] = level + slope * (x[t] - mean) }
          }
        }
      }
      return [dx]
    }
  }
}
