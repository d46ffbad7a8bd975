import Determinism
import FoundationEssentials
import Graph
import TestSupport
import Testing

@testable import Networks

/// Whole training steps against PyTorch in float64; `make_steps.py` in the fixtures made the numbers.
@Suite struct StepTests {
  private struct Entry: Decodable {
    let shape: [Int]
    let values: [Double]
  }

  private static func fixture(_ name: String) throws -> [String: [String: Entry]] {
    let data = try Data(contentsOf: URL(filePath: Checkout.fixture("Networks/steps.json")))
    return try JSONDecoder().decode([String: [String: [String: Entry]]].self, from: data)[name] ?? [:]
  }

  /// ‖a − b‖ / ‖b‖, of all parameters together.
  private func distance(_ own: [(String, [Float])], _ expected: [String: Entry]) -> Double {
    var difference = 0.0, size = 0.0
    for (path, values) in own {
      guard let entry = expected[path], entry.values.count == values.count else { return .infinity }
      for (a, b) in zip(values, entry.values) {
        difference += (Double(a) - b) * (Double(a) - b)
        size += b * b
      }
    }
    return (difference / size).squareRoot()
  }

  private static var cnn1d: CNN1D {
    var model = CNN1D()
    model.blocks = [CNN1D.Block(4, 5, pool: 5), CNN1D.Block(6, 3, pool: 3)]
    model.dense = 5
    return model
  }

  private static var cnnBiLSTM: CNNBiLSTM {
    var model = CNNBiLSTM()
    (model.filters, model.units, model.dense, model.dropout) = ([2, 3, 4], [4, 3], 5, [0, 0, 0])
    return model
  }

  @Test(arguments: ["cnn1d", "cnnBiLSTM"], [1, 2])
  func `loss, gradients and the weights after Adam agree`(_ name: String, _ threads: Int) throws {
    let model: any Model = name == "cnn1d" ? Self.cnn1d : Self.cnnBiLSTM
    let fixture = try Self.fixture(name)
    let x = try #require(fixture["x"]?["x"]), before = try #require(fixture["before"])
    let engine = try Engines.open(threads: threads)
    let network = try Network(
      model, shape: Array(x.shape.dropFirst()), classes: 3, seed: Seed(1), precision: .float32, on: engine)
    for (path, entry) in before {
      try network.parameters.load(Tensor(shape: entry.shape, values: entry.values.map(Float.init)), into: path)
    }
    #expect(Set(network.parameters.trained.map(\.path)) == Set(before.keys))
    let program = try network.training(rows: 8, weights: [], smoothing: 0)
    _ = program.plan[input: program.rows].update(from: x.values.map(Float.init))
    for row in 0..<8 { program.plan[input: program.targets!][row * 3 + row % 3] = 1 }
    var adam = Adam()
    adam.epsilon = 1e-3
    let optimiser = OptimiserState(adam, network.parameters, on: engine)
    try program.plan.run()

    let loss = Double(program.plan[result: program.loss!][0])
    #expect(abs(loss - fixture["loss"]!["loss"]!.values[0]) < 1e-6)
    let gradients = network.parameters.trained.map { ($0.path, Array($0.gradient)) }
    #expect(distance(gradients, fixture["gradient"]!) < 1e-5)
    optimiser.update(rate: 1e-2, rows: 8, clip: nil)
    #expect(distance(network.parameters.trained.map { ($0.path, Array($0.values)) }, fixture["after"]!) < 1e-5)
  }
}
