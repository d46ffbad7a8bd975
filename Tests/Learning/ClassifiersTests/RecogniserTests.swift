import Classical
import Determinism
import Networks
import Testing

@testable import Classifiers

@Suite struct RecogniserTests {
  /// Two classes that lie apart along the first of two features.
  private func data() throws -> Dataset {
    var random = Random(Seed(3))
    let values = (0..<80).flatMap { [Float($0 % 2) * 6 + Float(random.normal()), Float(random.normal())] }
    return try Dataset(
      rows: ArrayRows(values, shape: [2]), labels: (0..<80).map { $0 % 2 }, names: ["low", "high"],
      speakers: (0..<80).map { "s\($0 / 10)" })
  }

  private func network(on data: Dataset) throws -> NetworkClassifier {
    var settings = TrainSettings()
    var model = MLP()
    model.hidden = [4]
    settings.model = ModelChoice(model)
    settings.epochs = 5
    settings.checkpoint = .last
    return NetworkClassifier(try Trainer(settings, threads: 1).train(data, train: Array(0..<60), validation: []))
  }

  @Test func `a classical model tells classes apart that lie apart`() throws {
    let data = try data()
    let fitted = try ClassicalClassifier(ClassicalSettings(), on: data, rows: Array(0..<60), features: [], jobs: 1)
    let said = try Recogniser(.classical(fitted), threads: 1).probabilities(of: Array(60..<80), in: data)
    #expect(zip(said, data.labels[60...]).allSatisfy { $0[$1] > 0.5 })
    #expect(said.allSatisfy { abs($0.reduce(0, +) - 1) < 1e-9 })
  }

  @Test func `several models answer with the mean of their probabilities`() throws {
    let data = try data(), rows = Array(60..<80)
    let a = Classifier.network(try network(on: data))
    let b = Classifier.classical(
      try ClassicalClassifier(ClassicalSettings(), on: data, rows: Array(0..<60), features: [], jobs: 1))
    let alone = try [a, b].map { try Recogniser($0, threads: 1).probabilities(of: rows, in: data) }
    let together = try Recogniser([a, b], threads: 1).probabilities(of: rows, in: data)
    for row in rows.indices {
      for label in 0..<2 {
        #expect(abs(together[row][label] - (alone[0][row][label] + alone[1][row][label]) / 2) < 1e-12)
      }
    }
  }

  @Test func `models that know other classes are not averaged`() throws {
    let data = try data()
    let model = try network(on: data)
    var other = model
    other.model.labels = ["high", "low"]
    #expect(throws: ClassifierError.self) { try Recogniser([.network(model), .network(other)], threads: 1) }
  }
}
