/// Normalisation of each row over its last axis.
///
///     y[n, i] = scale[i] · (x[n, i] − μ[n]) / √(σ²[n] + ε) + shift[i]
///
/// μ and σ² (divided by the count) are each row's own, in training and inference alike.
public struct LayerNormalisation: Operation {
  /// What errors call it.
  public static let name = "layer normalisation"
  /// Added to the variance under the root.
  public let epsilon: Float

  /// The result's shape, or an error that says which extents do not fit.
  public func shape(of inputs: [[Int]]) throws -> [Int] {
    let x = inputs[0]  // [rows..., width]
    try require((2...5).contains(x.count), "it takes 2 to 5 axes, found \(x)")
    try require(inputs[1] == [x.last!] && inputs[2] == [x.last!], "scale and shift do not fit a width of \(x.last!)")
    return x
  }

  /// What it computes in inference.
  public func computation(on inputs: [[Int]]) -> Computation { .layerNormalisation(epsilon: epsilon) }
}

extension Variable {
  /// Layer normalisation over the last axis with scale and shift [width].
  public func layerNormalised(scale: Variable, shift: Variable, epsilon: Float = 1e-3) throws -> Variable {
    try tape.record(LayerNormalisation(epsilon: epsilon), [self, scale, shift])
  }
}
