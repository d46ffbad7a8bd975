import Testing

@testable import Graph
@testable import OneDNN

/// Every operation's value and gradients against PyTorch in float64, which were held against finite differences.
@Suite struct GradientTests {
  /// Float32 has 24 bits, 6e-8; sums of some tens of products lose a digit. 1e-5 is the project's promise.
  private let tolerance = 1e-6

  @Test(arguments: [
    ("conv1d", 1, 1, Padding.same, 1), ("conv1d wide", 1, 1, .same, 1), ("conv1d strided valid", 2, 1, .valid, 1),
    ("conv1d strided same", 3, 1, .same, 1), ("conv1d dilated", 1, 2, .same, 1), ("conv1d grouped", 1, 1, .same, 2),
    ("conv2d", 1, 1, .same, 1), ("conv2d strided valid", 2, 1, .valid, 1),
  ])
  func `convolutions agree`(_ name: String, _ stride: Int, _ dilation: Int, _ padding: Padding, _ groups: Int) throws {
    let error = try worstError(name) {
      try $0["x"]!.convolved(
        with: $0["w"]!, bias: $0["b"]!, stride: stride, dilation: dilation, padding: padding, groups: groups)
    }
    #expect(error < tolerance, "\(name)")
  }

  @Test func `a convolution with a ReLU agrees`() throws {
    #expect(try worstError("conv2d relu") { try $0["x"]!.convolved(with: $0["w"]!, bias: $0["b"]!).relu() } < tolerance)
  }

  @Test(arguments: ["dense", "dense over time"])
  func `dense layers agree`(_ name: String) throws {
    #expect(try worstError(name) { try $0["input"]!.dense($0["weight"]!, bias: $0["bias"]!) } < tolerance)
  }

  private func normalised(_ v: [String: Variable]) throws -> Variable {
    let x = v["x"]!, tape = x.tape, channels = [x.shape[1]]
    return try x.batchNormalised(
      scale: v["scale"]!, shift: v["shift"]!,
      runningMean: tape.parameter("mean", channels, .zeros, isTrained: false),
      runningVariance: tape.parameter("variance", channels, .ones, isTrained: false))
  }

  @Test(arguments: ["batch norm", "batch norm 1d"])
  func `batch normalisation agrees`(_ name: String) throws {
    #expect(try worstError(name, normalised) < tolerance)
  }

  @Test func `batch normalisation with a ReLU agrees`() throws {
    #expect(try worstError("batch norm relu 2d") { try normalised($0).relu() } < tolerance)
  }

  @Test func `pooling agrees`() throws {
    #expect(
      try worstError("max pool 1d same") { try $0["x"]!.maxPooled(size: 5, stride: 2, padding: .same) } < tolerance)
    #expect(try worstError("max pool 2d") { try $0["x"]!.maxPooled(size: 2) } < tolerance)
    #expect(
      try worstError("average pool 1d same") { try $0["x"]!.averagePooled(size: 3, stride: 2, padding: .same) }
        < tolerance)
    #expect(try worstError("average pool 2d") { try $0["x"]!.averagePooled(size: 2) } < tolerance)
    #expect(try worstError("global max pool") { try $0["x"]!.globalMaxPooled() } < tolerance)
    #expect(try worstError("global average pool") { try $0["x"]!.globalAveragePooled() } < tolerance)
  }

  @Test func `activations agree`() throws {
    #expect(try worstError("relu") { try $0["input"]!.relu() } < tolerance)
    #expect(try worstError("leaky relu") { try $0["input"]!.leakyReLU(slope: 0.1) } < tolerance)
    #expect(try worstError("gelu") { try $0["input"]!.gelu() } < tolerance)
    #expect(try worstError("sigmoid") { try $0["input"]!.sigmoid() } < tolerance)
    #expect(try worstError("tanh") { try $0["input"]!.tanh() } < tolerance)
  }

  @Test func `axes in another order agree`() throws {
    #expect(try worstError("permute") { try $0["x"]!.permuted([0, 2, 1]).reshaped(to: [2, 12]).tanh() } < tolerance)
  }

  @Test func `cross-entropy agrees`() throws {
    let error = try worstError("cross entropy") {
      try $0["x"]!.crossEntropy($0["t"]!, weights: [0.5, 1.5, 1, 2], smoothing: 0.1)
    }
    #expect(error < tolerance)
  }

  @Test func `joining and adding agree`() throws {
    #expect(try worstError("concat") { try $0["a"]!.concatenated(with: $0["b"]!, axis: 1) } < tolerance)
    #expect(try worstError("add") { try $0["a"]! + $0["b"]! } < tolerance)
  }

  @Test(arguments: [("lstm", 1, false), ("lstm last", 1, true), ("bilstm", 2, false), ("bilstm last", 2, true)])
  func `recurrent layers agree`(_ name: String, _ directions: Int, _ last: Bool) throws {
    let error = try worstError(name) {
      let states = try $0["x"]!.lstm(weights: $0["kernel"]!, recurrent: $0["recurrent"]!, bias: $0["bias"]!)
      return last ? try states.finalStates(directions: directions) : states
    }
    #expect(error < tolerance, "\(name)")
  }
}
