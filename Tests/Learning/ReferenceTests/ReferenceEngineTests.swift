import Determinism
import Graph
import Testing

@testable import Reference

@Suite struct ReferenceEngineTests {
  /// The slope of a sum of squares along one number, by two values a step apart.
  @Test func `gradients are what finite differences say`() throws {
    let tape = Tape(parameters: Parameters(seed: Seed(3)))
    let x = tape.input([2, 3, 6], isDifferentiable: true)
    let y = try x.convolved(with: tape.parameter("w", [4, 3, 3], .heUniform)).tanh().globalAveragePooled()
      .dense(tape.parameter("d", [2, 4], .heUniform)).sigmoid()
    let upstream = tape.input(y.shape)
    let plan = try ReferenceEngine().plan(
      tape, precision: .float32, results: [y], differentiating: y, upstream: upstream)
    var random = Random(Seed(4))
    for index in plan[input: x].indices { plan[input: x][index] = Float(random.uniform(-1, 1)) }
    for index in plan[input: upstream].indices { plan[input: upstream][index] = Float(random.uniform(-1, 1)) }
    func value() throws -> Double {
      try plan.run()
      return zip(plan[result: y], plan[input: upstream]).reduce(0) { $0 + Double($1.0) * Double($1.1) }
    }
    try plan.run()
    let gradient = plan[gradient: x].map(Double.init)
    for index in gradient.indices {
      let here = plan[input: x][index], step: Float = 1 / 64
      plan[input: x][index] = here + step
      let above = try value()
      plan[input: x][index] = here - step
      let below = try value()
      plan[input: x][index] = here
      #expect(abs((above - below) / Double(2 * step) - gradient[index]) < 2e-4)
    }
  }

  @Test func `places and offsets belong together`() {
    let numbers = DoubleTensor([2, 3, 4])
    for offset in 0..<24 { #expect(numbers.offset(numbers.place(offset)) == offset) }
  }
}
