import Classical
import Determinism
import Graph
import Networks
import Settings
import Testing

@testable import Classifiers

@Suite struct ReductionTests {
  /// Three classes that lie apart along a slanted line in the second and third of five features.
  private func data() throws -> Dataset {
    var random = Random(Seed(8))
    var values: [Float] = []
    for row in 0..<180 {
      for feature in 0..<5 {
        let place = feature == 1 ? Float(row % 3) * 4 : feature == 2 ? Float(row % 3) * -3 : 0
        values.append(place + Float(random.normal()))
      }
    }
    return try Dataset(
      rows: ArrayRows(values, shape: [5]), labels: (0..<180).map { $0 % 3 }, names: ["a", "b", "c"],
      speakers: (0..<180).map { "s\($0 / 20)" })
  }

  private func settings(_ reduce: String) throws -> NetworkSettings {
    try NetworkSettings(
      parsing: """
        { model: { mlp: { hidden: [8] } }, epochs: 30, batch: 16, checkpoint: "last",
          optimizer: { adam: { rate: 1e-2 } }, reduce: \(reduce) }
        """.utf8)
  }

  private let names = ["v_0", "w_0", "x_0", "y_0", "z_0"]

  private func trained(_ reduce: String) throws -> (classifier: NetworkClassifier, data: Dataset) {
    let data = try data()
    return (
      try NetworkClassifier(
        settings(reduce), on: data, train: Array(0..<120), validation: [], features: names, threads: 1), data
    )
  }

  private func weight(_ network: NetworkClassifier) -> (shape: [Int], values: [Float])? {
    let found = network.model.members[0].parameters.first { $0.path == "reduction/weight" }?.tensor
    return found.map { ($0.shape, $0.values) }
  }

  private func hits(_ network: NetworkClassifier, _ data: Dataset) throws -> Int {
    let said = try Recogniser(.network(network), threads: 1).probabilities(of: Array(120..<180), in: data)
    return zip(said, data.labels[120...]).count { $0[$1] > 0.5 }
  }

  @Test func `the network sees the directions that set classes apart, and learns from them`() throws {
    let (network, data) = try trained("{ lda: {} }")
    #expect(weight(network)?.shape == [2, 5] && network.selection == nil)
    #expect(try hits(network, data) >= 57)
  }

  @Test func `the map in the network is that of the discriminant analysis, and training leaves it alone`() throws {
    let (network, data) = try trained("{ lda: {} }")
    let rows = Array(0..<120)
    let projection = try LDA().projection(of: data.examples(of: rows, scaler: network.model.scaler))
    let scaled = try data.matrix(of: rows, scaler: network.model.scaler), expected = projection(scaled)
    let parameters = network.model.members[0].parameters
    let bias = try #require(parameters.first { $0.path == "reduction/bias" }?.tensor.values)
    let weights = try #require(weight(network)?.values)
    for row in rows {
      for output in 0..<2 {
        let sum = (0..<5).reduce(Double(bias[output])) { $0 + scaled[row, $1] * Double(weights[output * 5 + $1]) }
        #expect(abs(sum - expected[row, output]) < 1e-4)
      }
    }
  }

  @Test func `chosen features go in as they are, the others not at all`() throws {
    let (network, data) = try trained("{ select: { forward: { learner: 'lda', limit: 1 } } }")
    let chosen = try #require(network.selection?.columns)
    #expect(chosen == [1] || chosen == [2])
    #expect(weight(network)?.values == (0..<5).map { $0 == chosen[0] ? 1 : 0 })
    #expect(try hits(network, data) >= 50)
  }

  @Test func `a reduced training that was cut off ends in the same bytes`() throws {
    let data = try data(), settings = try settings("{ lda: { dimensions: 1 } }")
    var states: [TrainingState] = []
    let whole = try NetworkClassifier(
      settings, on: data, train: Array(0..<120), validation: [], features: names, threads: 1,
      save: { states.append($0) })
    let resumed = try NetworkClassifier(
      settings, on: data, train: Array(0..<120), validation: [], features: names, threads: 1, resuming: states[11])
    #expect(weight(whole)?.shape == [1, 5])
    #expect(whole.model.members[0].parameters == resumed.model.members[0].parameters)
  }

  @Test func `rows that are reduced to a line are no image`() throws {
    var settings = try settings("{ lda: {} }")
    settings.train.model = ModelChoice(CNN2D())
    #expect(throws: LearningError.self) {
      try NetworkClassifier(settings, on: data(), train: Array(0..<120), validation: [], features: names, threads: 1)
    }
  }
}
