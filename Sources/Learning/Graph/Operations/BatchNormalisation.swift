/// Normalisation of each channel over batch and extents.
///
///     y[n, c, t] = scale[c] · (x[n, c, t] − μ[c]) / √(σ²[c] + ε) + shift[c]
///
/// Training takes μ and σ² (divided by the count) from the batch and moves the running ones towards them,
/// `running ← momentum · running + (1 − momentum) · batch`; inference takes the running ones. A plan that measures
/// statistics takes them from the batch and puts them in the running ones' place.
public struct BatchNormalisation: Operation {
  /// What errors call it.
  public static let name = "batch normalisation"
  /// Part of the old running value that a step keeps.
  public let momentum: Float
  /// Added to the variance under the root.
  public let epsilon: Float

  /// The result's shape, or an error that says which extents do not fit.
  public func shape(of inputs: [[Int]]) throws -> [Int] {
    let x = inputs[0]  // [batch, channels, extents...]
    try require(x.count >= 2, "it takes [batch, channels, ...], found \(x)")
    for statistic in inputs[1...] {
      try require(statistic == [x[1]], "\(statistic) does not fit \(x[1]) channels")
    }
    return x
  }

  /// What it computes in inference.
  public func computation(on inputs: [[Int]]) -> Computation { .batchNormalisation(epsilon: epsilon) }
}

extension Variable {
  /// Batch normalisation over [batch, channels, ...] with per-channel scale, shift and running statistics.
  public func batchNormalised(
    scale: Variable, shift: Variable, runningMean: Variable, runningVariance: Variable, momentum: Float = 0.99,
    epsilon: Float = 1e-3
  ) throws -> Variable {
    try tape.record(
      BatchNormalisation(momentum: momentum, epsilon: epsilon), [self, scale, shift, runningMean, runningVariance])
  }
}
