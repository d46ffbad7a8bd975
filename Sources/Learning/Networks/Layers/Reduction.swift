import Graph

/// An affine map that rows pass on their way into a network: y = x · wᵀ + b, from [batch, features...] to [batch, outputs].
///
/// It is found before the network is trained (chosen features, the directions of a discriminant analysis) and stays as it
/// is: a dense layer that does not learn. So a model file, a checkpoint and an exported graph hold it like any other layer.
public struct Reduction: Sendable, Equatable {
  /// The numbers that a network sees of each row.
  public let outputs: Int
  /// [outputs, features].
  public let weight: [Float]
  /// [outputs].
  public let bias: [Float]

  /// A map with as many whole lines of weights as there are biases.
  public init(weight: [Float], bias: [Float]) {
    precondition(!bias.isEmpty && weight.count.isMultiple(of: bias.count), "each output needs a weight a feature")
    (outputs, self.weight, self.bias) = (bias.count, weight, bias)
  }

  /// Lets some features through as they are and no others.
  /// - Parameter features: of a row, over all of its axes.
  public init(keeping columns: [Int], of features: Int) {
    var weight = [Float](repeating: 0, count: columns.count * features)
    for (output, column) in columns.enumerated() { weight[output * features + column] = 1 }
    self.init(weight: weight, bias: [Float](repeating: 0, count: columns.count))
  }

  /// What the parameters of a network say of its reduction: the outputs, or nil where rows go in as they are.
  static func outputs(among parameters: [NamedTensor]) -> Int? {
    parameters.first { $0.path == ReductionLayer.bias }?.tensor.shape.first
  }

  /// The map as the parameters of a network.
  var parameters: [NamedTensor] {
    get throws {
      let weights = try Tensor(shape: [outputs, weight.count / outputs], values: weight)
      return [
        NamedTensor(path: ReductionLayer.weight, tensor: weights),
        NamedTensor(path: ReductionLayer.bias, tensor: try Tensor(shape: [outputs], values: bias)),
      ]
    }
  }
}

extension Model {
  /// The forward pass behind a reduction to so many outputs; behind none where there are nil.
  func logits(of rows: Variable, reducedTo outputs: Int?, classes: Int) throws -> Variable {
    try self(outputs.map { try ReductionLayer(outputs: $0)(rows) } ?? rows, classes: classes)
  }
}

/// A reduction as the first layer of a forward pass: [batch, features...] to [batch, outputs].
private struct ReductionLayer: Layer {
  static let weight = "reduction/weight"
  static let bias = "reduction/bias"
  let outputs: Int

  func callAsFunction(_ x: Variable) throws -> Variable {
    let x = try x.flattened(), tape = x.tape
    return try x.dense(
      tape.parameter(Self.weight, [outputs, x.shape[1]], .zeros, isTrained: false),
      bias: tape.parameter(Self.bias, [outputs], .zeros, isTrained: false))
  }
}
