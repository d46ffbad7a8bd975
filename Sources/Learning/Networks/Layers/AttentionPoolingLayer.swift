import Graph

/// Attention pooling of [batch, channels, time]: the mean over time weighted by softmax of vᵀ · tanh(W · x[t] + b).
///
/// `hidden/weight` [units, channels], `hidden/bias` [units] and `score/weight` [1, units].
public struct AttentionPoolingLayer: Layer {
  let units: Int
  let name: String

  /// A layer with so many hidden units under a path.
  public init(_ units: Int, _ name: String) {
    self.units = units
    self.name = name
  }

  /// [batch, channels, time] to [batch, channels].
  public func callAsFunction(_ x: Variable) throws -> Variable {
    let hidden = try DenseLayer(units, "\(name)/hidden")(x.permuted([0, 2, 1])).tanh()  // [batch, time, units]
    let vector = try x.tape.parameter("\(name)/score/weight", [1, units], .glorotUniform)
    let scores = try hidden.dense(vector).reshaped(to: [x.shape[0], x.shape[2]])  // [batch, time]
    return try x.attentionPooled(scores: scores)
  }
}
