import Determinism
import Graph
import OneDNN
import Reference
import Testing

/// Every operation on the fast engine against the one that can be read: value, gradients and running statistics, over
/// shapes and settings that no fixture was made for.
@Suite struct AgainstReferenceTests {
  /// Float32 has 24 bits, 6e-8; sums of some hundreds of products lose a digit.
  private let tolerance = 2e-6

  @Test(arguments: 0..<12) func `convolutions`(_ trial: Int) throws {
    try agree(trial) { tape, random in
      let axes = 1 + trial % 2, groups = 1 + random.integer(below: 2)
      let shape =
        [1 + random.integer(below: 3), groups * (1 + random.integer(below: 4))]
        + (0..<axes).map { _ in 6 + random.integer(below: 9) }
      let x = tape.input(shape, isDifferentiable: true)
      let window = (0..<axes).map { _ in 1 + random.integer(below: 5) }
      let outs = groups * (1 + random.integer(below: 5))
      let weights = try tape.parameter("w", [outs, shape[1] / groups] + window, .heUniform)
      let bias = trial % 3 == 0 ? nil : try tape.parameter("b", [outs], .ones)
      let dilation = trial % 4 == 3 ? 2 : 1
      return try x.convolved(
        with: weights, bias: bias, stride: dilation == 2 ? 1 : 1 + random.integer(below: 2), dilation: dilation,
        padding: trial % 5 == 0 && dilation == 1 ? .valid : .same, groups: groups)
    }
  }

  @Test(arguments: [16, 64, 128]) func `wide convolutions, by whatever algorithm`(_ channels: Int) throws {
    // Winograd's and Toom and Cook's algorithms cost digits.
    try agree(channels, tolerance: 2e-5) { tape, _ in
      let x = tape.input([2, channels, 40], isDifferentiable: true)
      return try x.convolved(with: tape.parameter("w", [channels, channels, 5], .heUniform)).relu()
    }
    try agree(channels, tolerance: 2e-4) { tape, _ in
      let x = tape.input([2, 16, 12, 14], isDifferentiable: true)
      return try x.convolved(with: tape.parameter("w", [channels, 16, 3, 3], .heUniform)).relu()
    }
  }

  @Test(arguments: 0..<6) func `dense layers`(_ trial: Int) throws {
    try agree(trial) { tape, random in
      let ins = 1 + random.integer(below: 40), outs = 1 + random.integer(below: 20)
      let x = tape.input((trial < 3 ? [5] : [3, 4]) + [ins], isDifferentiable: true)
      let weights = try tape.parameter("w", [outs, ins], .glorotUniform)
      let y = try x.dense(weights, bias: trial % 2 == 0 ? tape.parameter("b", [outs], .ones) : nil)
      return trial == 5 ? try y.leakyReLU(slope: 0.2) : y
    }
  }

  @Test(arguments: 0..<6) func `normalisations`(_ trial: Int) throws {
    try agree(trial) { tape, random in
      let channels = 1 + random.integer(below: 20)
      let x = tape.input(
        [4 + random.integer(below: 5), channels] + [[], [9], [5, 4]][trial % 3], isDifferentiable: true)
      let y = try x.batchNormalised(
        scale: tape.parameter("scale", [channels], .ones), shift: tape.parameter("shift", [channels], .zeros),
        runningMean: tape.parameter("mean", [channels], .zeros, isTrained: false),
        runningVariance: tape.parameter("variance", [channels], .ones, isTrained: false), momentum: 0.9)
      return trial < 3 ? y : try y.relu()
    }
  }

  @Test(arguments: 0..<8) func `pooling`(_ trial: Int) throws {
    try agree(trial) { tape, random in
      let x = tape.input([2, 3] + (trial < 4 ? [8 + random.integer(below: 9)] : [9, 12]), isDifferentiable: true)
      let size = 2 + random.integer(below: 3), stride = 1 + random.integer(below: 3)
      let padding = trial % 2 == 0 ? Padding.same : .valid
      return trial % 4 < 2
        ? try x.maxPooled(size: size, stride: stride, padding: padding)
        : try x.averagePooled(size: size, stride: stride, padding: padding)
    }
  }

  @Test(arguments: 0..<6) func `recurrence`(_ trial: Int) throws {
    try agree(trial) { tape, random in
      let features = 1 + random.integer(below: 9), units = 1 + random.integer(below: 9), directions = 1 + trial % 2
      let x = tape.input([3, 1 + random.integer(below: 8), features], isDifferentiable: true)
      let y = try x.lstm(
        weights: tape.parameter("w", [directions, features, 4, units], .gatesGlorotUniform),
        recurrent: tape.parameter("u", [directions, units, 4, units], .gatesOrthogonal),
        bias: tape.parameter("b", [directions, 4, units], .gatesForgetOne))
      return trial < 3 ? y : try y.finalStates(directions: directions)
    }
  }

  @Test func `functions of single elements`() throws {
    let functions: [(Variable) throws -> Variable] = [
      { try $0.relu() }, { try $0.leakyReLU(slope: 0.3) }, { try $0.gelu() }, { try $0.sigmoid() }, { try $0.tanh() },
      { try $0.permuted([0, 2, 1]).tanh() }, { try $0.flattened() },
      { try $0 + $0.tanh() },
      { try $0.reshaped(to: [12, 7]).dropout(0.4) }, { try $0.spatialDropout(0.5) },
    ]
    for (number, function) in functions.enumerated() {
      try agree(number) { tape, _ in try function(tape.input([3, 4, 7], isDifferentiable: true)) }
    }
  }

  @Test func `the loss`() throws {
    try agree(1) { tape, _ in
      let logits = tape.input([6, 5], isDifferentiable: true), targets = tape.input([6, 5])
      return try logits.crossEntropy(targets.sigmoid(), weights: [1, 2, 0.5, 1, 1], smoothing: 0.1)
    }
  }

  /// Runs a tape in training and in inference on both engines and compares all that comes out.
  /// - Parameter record: draws shapes and settings, and records the operation.
  private func agree(
    _ trial: Int, tolerance: Double? = nil, _ record: (Tape, inout Random) throws -> Variable
  ) throws {
    let slow = try outcome(on: ReferenceEngine(), trial, record)
    let fast = try outcome(on: OneDNNEngine(threads: 1 + trial % 2), trial, record)
    #expect(slow.map(\.name) == fast.map(\.name))
    for (a, b) in zip(slow, fast) {
      let error = distance(b.values, a.values)
      #expect(error < tolerance ?? self.tolerance, "\(a.name), trial \(trial)")
    }
  }

  private func outcome(
    on engine: any Engine, _ trial: Int, _ record: (Tape, inout Random) throws -> Variable
  ) throws -> [(name: String, values: [Float])] {
    let parameters = Parameters(seed: Seed(7)), tape = Tape(parameters: parameters)
    var shapes = Random(Seed(UInt64(trial) + 100)), numbers = Random(Seed(UInt64(trial) + 200))
    let y = try record(tape, &shapes)
    let upstream = tape.input(y.shape)
    var outcome: [(name: String, values: [Float])] = []
    let inputs = tape.nodes.indices.filter { if case .input = tape.nodes[$0].origin { true } else { false } }
      .map { Variable(tape: tape, line: $0) }
    func fill(_ plan: any EnginePlan, _ numbers: inout Random) {
      for input in inputs where input.index <= y.index || input.index == upstream.index {
        let buffer = plan[input: input]
        for index in buffer.indices { buffer[index] = Float(numbers.uniform(-1, 1)) }
      }
    }
    for parameter in parameters.trained {
      for index in parameter.values.indices { parameter.values[index] += Float(numbers.uniform(-0.2, 0.2)) }
    }
    parameters.markChanged()
    let training = try engine.plan(
      tape, precision: .float32, results: [y], differentiating: y, upstream: upstream)
    fill(training, &numbers)
    try training.run(seed: 3, step: 2)
    outcome.append(("value", Array(training[result: y])))
    for input in inputs {
      guard case .input(isDifferentiable: true) = tape.nodes[input.index].origin else { continue }
      outcome.append(("gradient of input \(input.index)", Array(training[gradient: input])))
    }
    for parameter in parameters.all {
      let name = parameter.isTrained ? "gradient of \(parameter.path)" : parameter.path
      outcome.append((name, Array(parameter.isTrained ? parameter.gradient : parameter.values)))
    }
    let inference = try engine.plan(tape, results: [y])
    for input in inputs where input.index < upstream.index {
      let buffer = inference[input: input]
      for index in buffer.indices { buffer[index] = Float(numbers.uniform(-1, 1)) }
    }
    try inference.run()
    outcome.append(("value in inference", Array(inference[result: y])))
    let measuring = try engine.plan(tape, results: [y], measuringStatistics: true)
    for input in inputs where input.index < upstream.index {
      let buffer = measuring[input: input]
      for index in buffer.indices { buffer[index] = Float(numbers.uniform(-1, 1)) }
    }
    try measuring.run()
    outcome.append(("value by the batch's statistics", Array(measuring[result: y])))
    for parameter in parameters.all where !parameter.isTrained {
      outcome.append(("measured \(parameter.path)", Array(parameter.values)))
    }
    return outcome
  }

  /// ‖a − b‖ / ‖b‖, 0 where both are nothing but zeros.
  private func distance(_ a: [Float], _ b: [Float]) -> Double {
    guard a.count == b.count else { return .infinity }
    let difference = zip(a, b).reduce(0.0) { $0 + (Double($1.0) - Double($1.1)) * (Double($1.0) - Double($1.1)) }
    let size = b.reduce(0.0) { $0 + Double($1) * Double($1) }
    return difference == 0 ? 0 : (difference / max(size, 1e-12)).squareRoot()
  }
}
