/// An affine map of the last axis.
///
///     y[n, o] = b[o] + Σ_i w[o, i] · x[n, i]
///
/// Axes before the last count as further rows. A ReLU that follows is applied on the way out.
public struct Dense: Operation {
  /// What errors call it.
  public static let name = "dense layer"
  /// Whether a bias comes third among the inputs.
  public let hasBias: Bool

  /// The result's shape, or an error that says which extents do not fit.
  public func shape(of inputs: [[Int]]) throws -> [Int] {
    let x = inputs[0], w = inputs[1]  // [rows..., in], [out, in]
    try require(w.count == 2 && x.count >= 2 && x.last == w[1], "weights \(w) do not fit an input \(x)")
    try require(!hasBias || inputs[2] == [w[0]], "the bias \(inputs.last!) does not fit \(w[0]) outputs")
    return x.dropLast() + [w[0]]
  }

  /// What it computes in inference.
  public func computation(on inputs: [[Int]]) -> Computation { .dense }
}

extension Variable {
  /// y = x · wᵀ + b over the last axis: x [rows..., in] with weights [out, in] gives [rows..., out].
  public func dense(_ weights: Variable, bias: Variable? = nil) throws -> Variable {
    try tape.record(Dense(hasBias: bias != nil), [self, weights] + (bias.map { [$0] } ?? []))
  }
}
