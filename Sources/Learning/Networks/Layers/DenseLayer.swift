import Graph

/// y = x · wᵀ + b over the last axis: [rows..., in] to [rows..., units].
///
/// `weight` [units, in] starts Glorot uniform and `bias` [units] at 0, as in Keras.
public struct DenseLayer: Layer {
  let units: Int
  let name: String
  var initialiser = Initialiser.glorotUniform

  /// A layer of so many units under a path.
  public init(_ units: Int, _ name: String, initialiser: Initialiser = .glorotUniform) {
    self.units = units
    self.name = name
    self.initialiser = initialiser
  }

  /// The layer applied to [rows..., in].
  public func callAsFunction(_ x: Variable) throws -> Variable {
    let weight = try x.tape.parameter("\(name)/weight", [units, x.shape.last ?? 0], initialiser)
    let bias = try x.tape.parameter("\(name)/bias", [units], .zeros)
    return try x.dense(weight, bias: bias)
  }
}
