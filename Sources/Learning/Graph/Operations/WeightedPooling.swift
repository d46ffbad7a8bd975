/// The weighted sum over time with weights of its own for each row: the last step of attention pooling.
///
///     y[n, c] = Σ_t a[n, t] · x[n, c, t]
///     ∂x[n, c, t] = a[n, t] · ∂y[n, c],   ∂a[n, t] = Σ_c x[n, c, t] · ∂y[n, c]
public struct WeightedPooling: Operation {
  /// What errors call it.
  public static let name = "weighted pooling"

  /// The result's shape, or an error that says which extents do not fit.
  public func shape(of inputs: [[Int]]) throws -> [Int] {
    let x = inputs[0], a = inputs[1]
    try require(x.count == 3 && a == [x[0], x[2]], "weights \(a) do not fit an input \(x) of [batch, channels, time]")
    return [x[0], x[1]]
  }

  /// What it computes in inference.
  public func computation(on inputs: [[Int]]) -> Computation { .weightedSum }
}

extension Variable {
  /// Σ_t weight[t] · x[t]: [batch, channels, time] with weights [batch, time] gives [batch, channels].
  public func pooled(weights: Variable) throws -> Variable { try tape.record(WeightedPooling(), [self, weights]) }

  /// Attention pooling: the mean over time weighted by softmax of scores [batch, time].
  public func attentionPooled(scores: Variable) throws -> Variable { try pooled(weights: scores.softmax(axis: 1)) }
}
