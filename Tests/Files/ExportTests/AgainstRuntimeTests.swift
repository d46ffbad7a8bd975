import Classical
import Classifiers
import Determinism
import Graph
import Networks
import Settings
import Testing

@testable import Export

/// Every model answers in ONNX Runtime as it does here.
@Suite(.enabled(if: Runtime.python != nil, "needs Python with onnxruntime; name it in LILT_PYTHON"))
struct AgainstRuntimeTests {
  /// A model and the shape of the rows that it takes.
  struct Case: CustomTestStringConvertible, Sendable {
    let name: String
    let model: any Model
    let shape: [Int]
    var networks = 1
    var testDescription: String { name }

    init(_ name: String, _ model: some Model, _ shape: [Int], networks: Int = 1) {
      (self.name, self.model, self.shape, self.networks) = (name, model, shape, networks)
    }
  }

  static let cases: [Case] = {
    var cases = [Case("mlp", MLP(), [30]), Case("three mlp together", MLP(), [6, 5], networks: 3)]
    for size in [CNN1D.Size.quarter, .medium, .tiny] {
      var model = CNN1D()
      model.size = size
      model.normalisation.momentum = 0.5
      cases.append(Case("cnn1d \(size)", model, [50]))
    }
    for size in CNN2D.Size.allCases {
      var model = CNN2D()
      model.size = size
      model.normalisation.momentum = 0.5
      cases.append(Case("cnn2d \(size)", model, [11, 14]))
    }
    for sequence in CNNBiLSTM.Sequence.allCases {
      var model = CNNBiLSTM()
      (model.filters, model.units, model.dense, model.sequence) = ([4, 6, 8], [10, 7], 9, sequence)
      model.normalisation.momentum = 0.5
      cases.append(Case("cnnBiLSTM over \(sequence)", model, [19, 17]))
    }
    var windowCNN = WindowCNN(), windowLSTM = WindowLSTM()
    (windowCNN.filters, windowCNN.dense, windowCNN.dropout) = ([4, 6, 8, 10], [16, 8], 0)
    (windowLSTM.units, windowLSTM.dropout) = ([12, 9], 0)
    cases += [Case("windowCNN", windowCNN, [39, 13]), Case("windowLSTM", windowLSTM, [39, 13])]
    return cases + [Case("every other operation", Everything(), [12, 18])]
  }()

  @Test(arguments: cases) func `a network's probabilities are the same within 1e-4`(_ test: Case) throws {
    var settings = TrainSettings()
    settings.model = ModelChoice(test.model)
    var adam = Adam()
    adam.rate = 4e-3
    settings.optimizer = OptimiserChoice(adam)
    (settings.epochs, settings.batch, settings.seeds, settings.checkpoint) = (3, 20, test.networks, .last)
    let model = try Trainer(settings, threads: 1).train(Self.data(test.shape), train: Array(0..<100), validation: [])
    try expectEqual(.network(NetworkClassifier(model)), name: test.name, shape: test.shape)
  }

  @Test(
    arguments: [
      "model: { logistic: { costs: [1] } }", "model: { svm: { costs: [1] } }", "model: 'lda'", "model: 'nearestMean'",
      "model: 'lda', select: { by: 'feature' }",
    ])
  func `a classical model's probabilities are the same within 1e-4`(_ settings: String) throws {
    let classifier = try ClassicalClassifier(
      ClassicalSettings(parsing: "{ \(settings) }".utf8), on: Self.data([6, 2]), rows: Array(0..<100),
      features: (0..<6).map { "mfcc_\($0)" }, jobs: 1)
    try expectEqual(.classical(classifier), name: settings, shape: [6, 2])
  }

  @Test(arguments: ["{ lda: {} }", "{ select: { forward: { learner: 'lda' } } }"])
  func `a network on reduced rows gives the same within 1e-4`(_ reduce: String) throws {
    let settings = try NetworkSettings(
      parsing: "{ model: { mlp: { hidden: [8] } }, epochs: 3, batch: 20, checkpoint: 'last', reduce: \(reduce) }".utf8)
    let network = try NetworkClassifier(
      settings, on: Self.data([6, 2]), train: Array(0..<100), validation: [], features: (0..<6).map { "mfcc_\($0)" },
      threads: 1)
    try expectEqual(.network(network), name: reduce, shape: [6, 2])
  }

  private func expectEqual(_ classifier: Classifier, name: String, shape: [Int]) throws {
    let ours = try answers(of: classifier, shape: shape)
    let theirs = try Runtime.probabilities(of: ONNXGraph([classifier], name: name), for: ours.rows)
    try #require(theirs.count == ours.probabilities.count)
    let worst = zip(ours.probabilities, theirs).map { abs($0 - Double($1)) }.max() ?? 1
    #expect(worst < 1e-4)
    #expect(ours.kinds > 10, "answers that are all alike would agree whatever the weights")
  }

  /// The rows, what the classifier says to them, and how many different numbers that is, to the thousandth.
  private func answers(
    of classifier: Classifier, shape: [Int]
  ) throws -> (rows: [Float], probabilities: [Double], kinds: Int) {
    let data = try Self.data(shape)
    var rows = [Float](repeating: 0, count: 100 * shape.reduce(1, *))
    try rows.withUnsafeMutableBufferPointer { try data.rows.read(Array(0..<100), into: $0) }
    let said = try Recogniser(classifier, threads: 1).probabilities(of: Array(0..<100), in: data).flatMap { $0 }
    return (rows, said, Set(said.map { ($0 * 1000).rounded() }).count)
  }

  /// 100 rows of noise in which each class raises the values of its own part.
  private static func data(_ shape: [Int]) throws -> Dataset {
    var random = Random(Seed(9))
    let size = shape.reduce(1, *), names = ["angry", "calm", "sad"]
    let rows = (0..<100 * size).map { place in
      5 + 3 * Float(random.normal() + (place % size * 3 / size == place / size % 3 ? 0.5 : 0))
    }
    return try Dataset(
      rows: ArrayRows(rows, shape: shape), labels: (0..<100).map { $0 % 3 }, names: names,
      speakers: (0..<100).map { "speaker\($0 % 6)" })
  }
}

/// The operations that no model of ours needs, one after another.
private struct Everything: Model {
  static let name = "everything"

  func callAsFunction(_ x: Variable, classes: Int) throws -> Variable {
    // [batch, features, time]
    var h = try ConvolutionLayer(
      8, size: 3, "conv1", stride: 2, dilation: 2, padding: .valid, groups: 4)(x).leakyReLU(slope: 0.1)
    h = try h + ConvolutionLayer(8, size: 4, "conv2", padding: .same)(h).gelu()
    h = try h.averagePooled(size: 3, stride: 2, padding: .same).spatialDropout(0.5)
    let states = try LSTMLayer(5, "lstm")(h.permuted([0, 2, 1])).sigmoid()  // [batch, units]
    let all = try states.concatenated(with: try h.tanh().globalMaxPooled(), axis: 1)
    return try DenseLayer(classes, "output")(all)
  }
}
