import FoundationEssentials
import TestSupport
import Testing

@testable import Export

/// A file that Tests/Fixtures/Export/make_export.py wrote with the onnx package, checked, and ran against PyTorch.
func fixture(_ name: String) throws -> [UInt8] {
  try Array(Data(contentsOf: URL(filePath: Checkout.fixture("Export/\(name)"))))
}

/// The script's numbers, which single precision holds exactly.
func weights(_ seed: Int, _ shape: Int...) -> [Float] {
  (0..<shape.reduce(1, *)).map { Float((37 * $0 + 11 * seed) % 101 - 50) / 64 }
}

@Suite struct ONNXTests {
  @Test func `a network over images is the bytes that the onnx package writes`() throws {
    var graph = ONNXGraph(name: "image")
    let input = graph.input("x", [.named("batch"), .fixed(1), .fixed(6), .fixed(5)])
    var x = graph.convolution(
      input, weight: ExportTensor("conv1.weight", [2, 1, 3, 3], weights(1, 2, 1, 3, 3)),
      bias: ExportTensor("conv1.bias", [2], weights(2, 2)), strides: [1, 1], padding: .same)
    x = graph.batchNormalization(
      x, scale: ExportTensor("bn1.scale", [2], weights(3, 2)), shift: ExportTensor("bn1.shift", [2], weights(4, 2)),
      mean: ExportTensor("bn1.mean", [2], weights(5, 2)),
      variance: ExportTensor("bn1.variance", [2], weights(6, 2).map { $0 + 1 }), epsilon: 0.001)
    x = graph.maxPool(graph.relu(x), window: [2, 2], strides: [2, 2], padding: .same)
    x = graph.mean(x, axes: [2, 3])
    x = graph.dense(
      x, weight: ExportTensor("dense.weight", [3, 2], weights(7, 3, 2)),
      bias: ExportTensor("dense.bias", [3], weights(8, 3)))
    graph.output(graph.softmax(x), as: "probabilities", [.named("batch"), .fixed(3)])
    let bytes = try graph.encoded(
      producer: "lilt", version: "1.0", metadata: ["rate": "22050", "labels": "angry,calm,sad"])
    #expect(try bytes == fixture("image.onnx"))
  }

  @Test func `a network over sequences is the bytes that the onnx package writes`() throws {
    var graph = ONNXGraph(name: "sequence")
    let input = graph.input("x", [.named("batch"), .fixed(4), .named("time")])
    var x = graph.scale(
      input, centre: ExportTensor("scaler.mean", [1, 4, 1], weights(1, 1, 4, 1)),
      scale: ExportTensor("scaler.scale", [1, 4, 1], weights(2, 1, 4, 1).map { $0 + 1 }))
    x = graph.convolution(
      x, weight: ExportTensor("conv.weight", [6, 2, 3], weights(3, 6, 2, 3)), bias: nil, strides: [1], dilations: [2],
      groups: 2, padding: .explicit(before: [2], after: [1]))
    x = graph.averagePool(graph.leakyRelu(x, slope: 0.25), window: [2], strides: [1], padding: .valid)
    x = graph.layerNormalization(
      graph.transpose(x, [0, 2, 1]), scale: ExportTensor("ln.scale", [6], weights(4, 6)),
      shift: ExportTensor("ln.shift", [6], weights(5, 6)), epsilon: 0.0001)
    x = graph.lstm(
      x, name: "lstm1", features: 6, units: 2, forward: lstm(10, 6, 2), backward: lstm(20, 6, 2), sequences: true)
    let hidden = graph.lstm(x, name: "lstm2", features: 4, units: 3, forward: lstm(30, 4, 3), sequences: false)
    let attention = graph.softmax(
      graph.tanh(
        graph.denseOverLastAxis(
          x, weight: ExportTensor("att.weight", [4, 1], weights(6, 4, 1)),
          bias: ExportTensor("att.bias", [1], weights(7, 1)))), axis: 1)
    let mean = graph.flatten(graph.product(graph.transpose(x, [0, 2, 1]), attention))
    let centred = graph.subtract(x, graph.mean(x, axes: [1], keeping: true))
    let spread = graph.squareRoot(graph.mean(graph.multiply(centred, centred), axes: [1]))
    let top = graph.largest(x, axes: [1])
    let embedding = graph.gelu(graph.concatenate([hidden, mean, spread, top], axis: 1))
    graph.output(embedding, as: "embedding", [.named("batch"), .fixed(15)])
    let scores = graph.dense(
      embedding, weight: ExportTensor("dense.weight", [2, 15], weights(9, 2, 15)),
      bias: ExportTensor("dense.bias", [2], weights(10, 2)))
    graph.output(graph.sigmoid(scores), as: "scores", [.named("batch"), .fixed(2)])
    graph.output(input, as: "copy", [.named("batch"), .fixed(4), .named("time")])
    #expect(try graph.encoded(producer: "lilt", version: "1.0") == fixture("sequence.onnx"))
  }

  private func lstm(_ seed: Int, _ features: Int, _ units: Int) -> ONNXGraph.LSTMWeights {
    ONNXGraph.LSTMWeights(
      kernel: weights(seed, 4, units, features), recurrent: weights(seed + 1, 4, units, units),
      bias: weights(seed + 2, 4, units), order: .inputForgetCellOutput)
  }

  @Test func `gates in ONNX's own order stay as they are`() {
    let weights = ONNXGraph.LSTMWeights(
      kernel: [1, 2, 3, 4], recurrent: [5, 6, 7, 8], bias: [1, 1, 2, 2], order: .inputOutputForgetCell)
    #expect(weights.kernel == [1, 2, 3, 4])
  }

  @Test func `a graph that cannot be is refused in one sentence`() throws {
    var graph = ONNXGraph(name: "odd")
    #expect(throws: ExportError.noOutput("odd")) { try graph.encoded(producer: "lilt", version: "1") }
    let x = graph.input("x", [.fixed(2)])
    graph.output(graph.relu(x), as: "y", [.fixed(2)])
    var twice = graph
    _ = twice.input("x", [.fixed(3)])
    #expect(throws: ExportError.duplicate("x")) { try twice.encoded(producer: "lilt", version: "1") }
    var short = graph
    _ = short.constant(ExportTensor("w", [2, 2], [1, 2, 3]))
    let error = #expect(throws: ExportError.self) { try short.encoded(producer: "lilt", version: "1") }
    #expect(error?.description == "cannot export 'w': shape [2, 2] needs 4 numbers, found 3")
    var stranger = graph
    stranger.output(ONNXGraph.Value(name: "nobody"), as: "z", [.fixed(2)])
    #expect(throws: ExportError.undefined("nobody", node: "z")) { try stranger.encoded(producer: "lilt", version: "1") }
  }

  @Test func `negative numbers take ten bytes, as the format wants`() {
    var writer = ProtobufWriter()
    writer.write(1, -1)
    writer.write(2, 300)
    #expect(writer.bytes == [0x08] + [UInt8](repeating: 0xFF, count: 9) + [0x01, 0x10, 0xAC, 0x02])
  }
}
