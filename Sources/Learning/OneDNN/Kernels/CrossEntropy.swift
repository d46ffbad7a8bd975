import Glibc
import Graph

extension CrossEntropy: Lowerable {
  func lower(_ inputs: [Value], into plan: Compiler) throws -> Lowered {
    let logits = try plan.plain(inputs[0]), targets = try plan.plain(inputs[1])
    let loss = plan.value(try .plain([1]))
    let slope = plan.value(logits.layout)  // [rows, classes]: the gradient for an upstream gradient of 1
    let rows = logits.shape[0], classes = logits.shape[1]
    let weights = weights.isEmpty ? [Float](repeating: 1, count: classes) : weights, smoothing = smoothing
    plan.emit(Self.name, reads: [logits, targets], writes: [loss, slope]) {
      let x: UnsafeMutablePointer<Float> = logits.buffer.pointer(),
        t: UnsafeMutablePointer<Float> =
          targets.buffer.pointer(),
        d: UnsafeMutablePointer<Float> = slope.buffer.pointer()
      var total = 0.0
      for row in 0..<rows {
        total += CrossEntropy.row(
          x + row * classes, t + row * classes, d + row * classes, weights, smoothing, 1 / Float(rows))
      }
      loss.buffer.pointer(Float.self)[0] = Float(total / Double(rows))
    }
    return Lowered(loss) { upstream in
      let dx = plan.value(logits.layout)
      plan.emit("cross-entropy, gradient", reads: [slope, upstream], writes: [dx], inPlace: (slope, dx)) {
        let factor = upstream.buffer.pointer(Float.self)[0]
        let d: UnsafeMutablePointer<Float> = slope.buffer.pointer(),
          dx: UnsafeMutablePointer<Float> =
            dx.buffer.pointer()
        for index in 0..<rows * classes { dx[index] = factor * d[index] }
      }
      return [dx, nil]
    }
  }

  /// One row's weighted loss; writes its gradient times `scale`.
  private static func row(
    _ x: UnsafePointer<Float>, _ t: UnsafePointer<Float>, _ d: UnsafeMutablePointer<Float>, _ weights: [Float],
    _ smoothing: Float, _ scale: Float
  ) -> Double {
    let classes = weights.count
    var highest = x[0], sum = 0.0, weight = 0.0, mass = 0.0, cross = 0.0
    for c in 1..<max(classes, 1) { highest = max(highest, x[c]) }
    for c in 0..<classes { sum += exp(Double(x[c] - highest)) }
    let logSum = log(sum)
    for c in 0..<classes {
      let q = Double((1 - smoothing) * t[c] + smoothing / Float(classes))
      weight += Double(t[c] * weights[c])
      mass += q
      cross += q * (logSum - Double(x[c] - highest))
    }
    for c in 0..<classes {
      let q = Double((1 - smoothing) * t[c] + smoothing / Float(classes))
      d[c] = Float(Double(scale) * weight * (exp(Double(x[c] - highest)) / sum * mass - q))
    }
    return weight * cross
  }
}
