import Determinism
import Testing

@testable import Graph
@testable import OneDNN

/// Wide 3×3 convolutions, which take another algorithm than narrow ones, against the definition in double precision.
@Suite struct WinogradTests {
  private let rows = 2, channels = 32, filters = 16, height = 9, width = 11

  private func draw(_ count: Int, _ random: inout Random) -> [Double] {
    (0..<count).map { _ in Double(Float(random.normal())) }
  }

  /// Calls a body with the places of x, w and y for every product in the convolution.
  private func eachProduct(_ body: (_ x: Int, _ w: Int, _ y: Int) -> Void) {
    for n in 0..<rows {
      for o in 0..<filters {
        for c in 0..<channels {
          for i in 0..<height {
            for j in 0..<width {
              for p in 0..<3 where (0..<height).contains(i + p - 1) {
                for q in 0..<3 where (0..<width).contains(j + q - 1) {
                  body(
                    ((n * channels + c) * height + i + p - 1) * width + j + q - 1, ((o * channels + c) * 3 + p) * 3 + q,
                    ((n * filters + o) * height + i) * width + j)
                }
              }
            }
          }
        }
      }
    }
  }

  @Test(arguments: [1, 2])
  func `a wide convolution agrees with its definition`(_ threads: Int) throws {
    var random = Random(Seed(3))
    let x = draw(rows * channels * height * width, &random), w = draw(filters * channels * 9, &random)
    let upstream = draw(rows * filters * height * width, &random)
    var y = upstream.map { _ in 0.0 }, dx = x.map { _ in 0.0 }, dw = w.map { _ in 0.0 }
    eachProduct { a, b, c in
      y[c] += x[a] * w[b]
      dx[a] += upstream[c] * w[b]
      dw[b] += upstream[c] * x[a]
    }

    let tape = Tape(parameters: Parameters(seed: Seed(1)))
    let input = tape.input([rows, channels, height, width], isDifferentiable: true)
    let weights = tape.input([filters, channels, 3, 3], isDifferentiable: true)
    let result = try input.convolved(with: weights), slope = tape.input(result.shape)
    let plan = try KernelPlan(
      tape, on: OneDNNEngine(threads: threads), results: [result], differentiating: result, upstream: slope)
    for (variable, values) in [(input, x), (weights, w), (slope, upstream)] {
      for (index, value) in values.enumerated() { plan[input: variable][index] = Float(value) }
    }
    try plan.run()
    #expect(distance(plan[result: result], y) < 2e-6)
    #expect(distance(plan[gradient: input], dx) < 2e-6)
    #expect(distance(plan[gradient: weights], dw) < 2e-6)
  }
}
