import Graph

/// Layer normalisation of [rows..., width] over its last axis; `scale` [width] starts at 1 and `shift` [width] at 0.
public struct LayerNormLayer: Layer {
  let name: String
  let epsilon: Double

  /// A normalisation under a path.
  public init(_ name: String, epsilon: Double = 1e-3) {
    self.name = name
    self.epsilon = epsilon
  }

  /// The layer applied to [rows..., width].
  public func callAsFunction(_ x: Variable) throws -> Variable {
    let width = [x.shape.last ?? 0]
    return try x.layerNormalised(
      scale: x.tape.parameter("\(name)/scale", width, .ones), shift: x.tape.parameter("\(name)/shift", width, .zeros),
      epsilon: Float(epsilon))
  }
}
