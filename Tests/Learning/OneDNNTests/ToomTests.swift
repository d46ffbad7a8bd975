import Determinism
import Testing

@testable import Graph
@testable import OneDNN

/// Wide 1-D convolutions with windows of five, which take an algorithm of their own, against the definition in double
/// precision.
@Suite struct ToomTests {
  private let rows = 5, channels = 64, filters = 128

  private func draw(_ count: Int, _ random: inout Random) -> [Double] {
    (0..<count).map { _ in Double(Float(random.normal())) }
  }

  /// Few numbers in the cache cut the batch into stretches that do not divide it.
  @Test(arguments: [(33, 1, 1 << 20), (34, 2, 1 << 20), (35, 2, 10_000), (36, 1, 1)])
  func `a wide convolution with a ReLU agrees with its definition`(_ length: Int, _ threads: Int, _ cached: Int) throws
  {
    var random = Random(Seed(UInt64(length)))
    let x = draw(rows * channels * length, &random), w = draw(filters * channels * 5, &random)
    let b = draw(filters, &random), upstream = draw(rows * filters * length, &random)
    let reference = definition(x, w, b, upstream, length)

    let tape = Tape(parameters: Parameters(seed: Seed(1)))
    let input = tape.input([rows, channels, length], isDifferentiable: true)
    let weights = tape.input([filters, channels, 5], isDifferentiable: true)
    let bias = tape.input([filters], isDifferentiable: true)
    let result = try input.convolved(with: weights, bias: bias).relu(), slope = tape.input(result.shape)
    let plan = try KernelPlan(
      tape, on: OneDNNEngine(threads: threads, cachedNumbers: cached), results: [result], differentiating: result,
      upstream: slope)
    for (variable, values) in [(input, x), (weights, w), (bias, b), (slope, upstream)] {
      for (index, value) in values.enumerated() { plan[input: variable][index] = Float(value) }
    }
    try plan.run()
    try plan.run()
    #expect(distance(plan[result: result], reference.y) < 3e-6)
    #expect(distance(plan[gradient: input], reference.dx) < 3e-6)
    #expect(distance(plan[gradient: weights], reference.dw) < 3e-6)
    #expect(distance(plan[gradient: bias], reference.db) < 3e-6)
  }

  private func definition(
    _ x: [Double], _ w: [Double], _ b: [Double], _ upstream: [Double], _ length: Int
  ) -> (y: [Double], dx: [Double], dw: [Double], db: [Double]) {
    var y = upstream.map { _ in 0.0 }, dx = x.map { _ in 0.0 }, dw = w.map { _ in 0.0 }, db = b.map { _ in 0.0 }
    x.withUnsafeBufferPointer { x in
      w.withUnsafeBufferPointer { w in
        dx.withUnsafeMutableBufferPointer { dx in
          dw.withUnsafeMutableBufferPointer { dw in
            for n in 0..<rows {
              for o in 0..<filters {
                for t in 0..<length {
                  let place = (n * filters + o) * length + t
                  var sum = b[o]
                  let taps = max(0, 2 - t)..<min(5, length + 2 - t)
                  for c in 0..<channels {
                    let line = (n * channels + c) * length + t - 2, tap = (o * channels + c) * 5
                    for k in taps { sum += x[line + k] * w[tap + k] }
                  }
                  guard sum > 0 else { continue }
                  y[place] = sum
                  let slope = upstream[place]
                  db[o] += slope
                  for c in 0..<channels {
                    let line = (n * channels + c) * length + t - 2, tap = (o * channels + c) * 5
                    for k in taps {
                      dx[line + k] += slope * w[tap + k]
                      dw[tap + k] += slope * x[line + k]
                    }
                  }
                }
              }
            }
          }
        }
      }
    }
    return (y, dx, dw, db)
  }
}
