import Determinism
import Graph
import Settings
import Testing

@testable import Networks

@Suite struct ModelTests {
  private func parameters(_ model: any Model, _ shape: [Int]) throws -> [String: [Int]] {
    let parameters = Parameters(seed: Seed(1))
    let logits = try model(Tape(parameters: parameters).input([2] + shape), classes: 8)
    #expect(logits.shape == [2, 8])
    return Dictionary(uniqueKeysWithValues: parameters.all.map { ($0.path, $0.shape) })
  }

  private func count(_ shapes: [String: [Int]]) -> Int { shapes.values.map(\.product).reduce(0, +) }

  @Test func `the published 1-D network has its published shapes`() throws {
    let shapes = try parameters(CNN1D(), [2376])
    #expect(shapes["conv1/weight"] == [512, 1, 5])
    #expect(shapes["conv3/weight"] == [256, 512, 5])
    #expect(shapes["conv5/weight"] == [128, 256, 3])
    // 2376 halves, rounded up, five times: 75 times 128 channels.
    #expect(shapes["dense/weight"] == [512, 9600])
    #expect(shapes["output/weight"] == [8, 512])
    // Keras counts 7,193,223 parameters for seven classes, running statistics included: 513 more make eight.
    #expect(count(shapes) == 7_193_223 + 513)
  }

  @Test(arguments: CNN1D.Size.allCases)
  func `six 1-D networks differ in size`(_ size: CNN1D.Size) throws {
    var model = CNN1D()
    model.size = size
    let own = try count(parameters(model, [180]))
    let sizes = try CNN1D.Size.allCases.map { size in
      var other = CNN1D()
      other.size = size
      return try count(parameters(other, [180]))
    }
    #expect(sizes.filter { $0 == own }.count == 1)
  }

  @Test func `the recurrent network over an image has its published shapes`() throws {
    let shapes = try parameters(CNNBiLSTM(), [182, 175])
    #expect(shapes["conv3b/weight"] == [256, 256, 3, 3])
    #expect(shapes["lstm1/weight"] == [2, 21 * 256, 4, 256])
    #expect(shapes["lstm2/weight"] == [2, 512, 4, 128])
    var other = CNNBiLSTM()
    other.sequence = .time
    #expect(try parameters(other, [182, 175])["lstm1/weight"] == [2, 22 * 256, 4, 256])
  }

  @Test func `window networks take 39 features by 13 frames`() throws {
    let convolutional = try parameters(WindowCNN(), [39, 13])
    #expect(convolutional["conv4/weight"] == [128, 64, 3, 3])
    #expect(convolutional["dense1/weight"] == [128, 128 * 19 * 6])
    let recurrent = try parameters(WindowLSTM(), [39, 13])
    #expect(recurrent["lstm1/weight"] == [1, 39, 4, 128])
    #expect(recurrent["dense4/weight"] == [8, 16])
    #expect(recurrent["output/weight"] == [8, 13 * 8])
  }

  @Test func `an image network refuses flat rows by name`() throws {
    #expect(throws: LearningError.self) { try parameters(CNN2D(), [100]) }
  }

  @Test func `a misspelt model is answered with the right one`() throws {
    #expect {
      try TrainSettings(parsing: Array("{ model: { cnnBiLTSM: {} } }".utf8))
    } throws: {
      "\($0)" == "model: unknown model 'cnnBiLTSM'; did you mean 'cnnBiLSTM'?"
    }
  }

  @Test(arguments: [
    ("{ cnn2d: { filters: [4, 8], dense: 8 } }", [12, 14]),
    ("{ windowCNN: { filters: [4, 8], dense: [16] } }", [13, 9]),
    ("{ windowLSTM: { units: [8, 8], dense: [8, 4] } }", [13, 9]),
    ("{ cnnBiLSTM: { filters: [4, 8], units: [8, 4], dense: 8 } }", [16, 17]),
  ])
  func `every model learns`(_ text: String, _ shape: [Int]) throws {
    let data = try Toy.data(rows: 64, shape: shape), sides = Toy.sides(64)
    let settings = try TrainSettings(
      parsing: Array("{ model: \(text), epochs: 8, batch: 16, optimizer: { adam: { rate: 0.01 } } }".utf8))
    let model = try Trainer(settings, threads: 1).train(data, train: sides.train, validation: sides.validation)
    let losses = model.members[0].history.map(\.loss)
    #expect(losses.last! < 0.95 * losses.first!, "\(losses)")
  }
}
