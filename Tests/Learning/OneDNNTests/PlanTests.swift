import Determinism
import Testing

@testable import Graph
@testable import OneDNN

@Suite struct PlanTests {
  private func engine(_ threads: Int = 1) throws -> OneDNNEngine { try OneDNNEngine(threads: threads) }

  private func tape() -> Tape { Tape(parameters: Parameters(seed: Seed(1))) }

  @Test func `dropout silences its part of the elements and keeps the sum`() throws {
    let tape = tape(), x = tape.input([64, 1000], isDifferentiable: true), y = try x.dropout(0.3)
    let upstream = tape.input([64, 1000])
    let plan = try KernelPlan(tape, on: engine(2), results: [y], differentiating: y, upstream: upstream)
    plan[input: x].update(repeating: 1)
    plan[input: upstream].update(repeating: 2)
    try plan.run(seed: 3, step: 1)
    let first = Array(plan[result: y])
    #expect(Set(first).count == 2)
    #expect(abs(Double(first.count { $0 == 0 }) / 64_000 - 0.3) < 0.01)
    #expect(abs(first.reduce(0, +) / 64_000 - 1) < 0.01)
    // The gradient passes where the value did.
    #expect(zip(first, plan[gradient: x]).allSatisfy { $1 == 2 * $0 })
    try plan.run(seed: 3, step: 1)
    #expect(Array(plan[result: y]) == first)
    try plan.run(seed: 3, step: 2)
    let agreeing = zip(first, plan[result: y]).count { ($0 == 0) == ($1 == 0) }
    #expect(abs(Double(agreeing) / 64_000 - (0.49 + 0.09)) < 0.01)
  }

  @Test func `spatial dropout silences whole channels`() throws {
    let tape = tape(), x = tape.input([8, 32, 5]), y = try x.spatialDropout(0.5)
    let loss = try y.reshaped(to: [8, 160])
    let plan = try KernelPlan(tape, on: engine(), results: [y], differentiating: loss)
    plan[input: x].update(repeating: 1)
    try plan.run()
    for channel in 0..<256 { #expect(Set(plan[result: y][channel * 5..<(channel + 1) * 5]).count == 1) }
    #expect(Set(plan[result: y]) == [0, 2])
  }

  @Test func `inference leaves dropout out`() throws {
    let tape = tape(), x = tape.input([2, 3]), y = try x.dropout(0.9)
    let plan = try KernelPlan(tape, on: engine(), results: [y])
    plan[input: x].update(repeating: 5)
    try plan.run()
    #expect(Array(plan[result: y]) == [5, 5, 5, 5, 5, 5])
  }

  @Test func `running statistics move towards the batch and serve inference`() throws {
    let parameters = Parameters(seed: Seed(1)), values: [Float] = [1, 2, 3, 6]
    func record() throws -> (Tape, Variable, Variable) {
      let tape = Tape(parameters: parameters), x = tape.input([4, 1])
      let y = try x.batchNormalised(
        scale: tape.parameter("scale", [1], .ones), shift: tape.parameter("shift", [1], .zeros),
        runningMean: tape.parameter("mean", [1], .zeros, isTrained: false),
        runningVariance: tape.parameter("variance", [1], .ones, isTrained: false), momentum: 0.5, epsilon: 1e-3)
      return (tape, x, y)
    }
    let (training, x, y) = try record()
    let plan = try KernelPlan(training, on: engine(), results: [y], differentiating: y)
    _ = plan[input: x].update(from: values)
    try plan.run()
    #expect(parameters["mean"]!.values[0] == 1.5)  // half of the batch's 3
    #expect(parameters["variance"]!.values[0] == 2.25)  // half of 1 and of the batch's 3.5

    let (inference, input, output) = try record()
    let other = try KernelPlan(inference, on: engine(), results: [output])
    _ = other[input: input].update(from: values)
    try other.run()
    for (own, value) in zip(other[result: output], values) {
      #expect(abs(own - (value - 1.5) / Float(2.251).squareRoot()) < 1e-6)
    }
  }

  @Test func `inference repacks weights after they change`() throws {
    let tape = tape(), x = tape.input([1, 2]), y = try x.dense(tape.parameter("w", [1, 2], .ones))
    let plan = try KernelPlan(tape, on: engine(), results: [y])
    _ = plan[input: x].update(from: [3, 4])
    try plan.run()
    #expect(plan[result: y][0] == 7)
    try tape.parameters.load(Tensor(shape: [1, 2], values: [1, 10]), into: "w")
    try plan.run()
    #expect(plan[result: y][0] == 43)
  }

  @Test func `buffers whose lives overlap never share memory`() throws {
    var random = Random(Seed(8))
    let buffers = (0..<40).map { _ in Buffer(bytes: 64 * (1 + random.integer(below: 50))) }
    let kernels = (0..<80).map { _ in
      Kernel(
        name: "test", reads: [buffers[random.integer(below: 40)]], writes: [buffers[random.integer(below: 40)]], run: {}
      )
    }
    let placement = Placement(kernels)
    func life(_ buffer: Buffer) -> ClosedRange<Int>? {
      let uses = kernels.indices.filter { time in
        (kernels[time].reads + kernels[time].writes).contains { $0 === buffer }
      }
      return uses.first.map { $0...uses.last! }
    }
    for (index, (a, place)) in placement.offsets.enumerated() {
      for (b, other) in placement.offsets[(index + 1)...] where life(a)!.overlaps(life(b)!) {
        #expect(place + a.bytes <= other || other + b.bytes <= place)
      }
    }
    #expect(placement.bytes < buffers.map(\.bytes).reduce(0, +) + 40 * 128)
  }

  @Test func `parallel loops visit every item once`() {
    var visits = [Int](repeating: 0, count: 1001)
    visits.withUnsafeMutableBufferPointer { visits in
      nonisolated(unsafe) let visits = visits
      parallel(1001, threads: 3) { range, _ in for item in range { visits[item] += 1 } }
    }
    #expect(visits.allSatisfy { $0 == 1 })
  }

  @Test func `shapes that do not fit are refused in one sentence`() throws {
    let tape = tape(), x = tape.input([2, 3, 9])
    #expect {
      try x.convolved(with: tape.parameter("w", [4, 5, 3], .zeros))
    } throws: {
      "\($0)" == "cannot compute 'convolution': weights [4, 5, 3] in 1 groups do not fit an input of 3 channels"
    }
    #expect(throws: TensorError.self) { try x.maxPooled(size: 10) }
    #expect(throws: TensorError.self) { try x.reshaped(to: [2, 5]) }
    #expect(throws: TensorError.self) { try x.dropout(1) }
    #expect(throws: TensorError.self) { try tape.parameter("w", [4, 5], .zeros) }
  }

  @Test(.enabled(if: OneDNNEngine.hasBFloat16)) func `bfloat16 agrees to its three digits`() throws {
    // 8 bits of mantissa: 4e-3 per number.
    #expect(
      try worstError("conv1d wide", precision: .bfloat16) { try $0["x"]!.convolved(with: $0["w"]!, bias: $0["b"]!) }
        < 1e-2)
    #expect(
      try worstError("dense", precision: .bfloat16) { try $0["input"]!.dense($0["weight"]!, bias: $0["bias"]!) } < 1e-2)
    let recurrent = try worstError("bilstm", precision: .bfloat16) {
      try $0["x"]!.lstm(weights: $0["kernel"]!, recurrent: $0["recurrent"]!, bias: $0["bias"]!)
    }
    #expect(recurrent < 2e-2)
  }

  @Test func `rounding to bfloat16 goes to the nearest and to even`() {
    #expect(BFloat16(1).float == 1)
    #expect(BFloat16(1 + 0x1p-8).float == 1)
    #expect(BFloat16(1 + 0x1p-8 + 0x1p-20).float == 1 + 0x1p-7)
    #expect(BFloat16(1 + 3 * 0x1p-8).float == 1 + 2 * 0x1p-7)
    #expect(BFloat16(.infinity).float == .infinity && BFloat16(.nan).float.isNaN)
  }
}
