/// Mean and deviation of each channel over time.
///
///     y[n, c] = μ = 1/T Σ_t x[n, c, t],   y[n, C + c] = s = √(1/T Σ_t (x − μ)² + ε)
///     ∂x[n, c, t] = ∂μ / T + ∂s · (x − μ) / (T · s)
public struct StatisticsPooling: Operation {
  /// What errors call it.
  public static let name = "statistics pooling"
  /// Added to the variance under the root.
  public let epsilon: Float

  /// The result's shape, or an error that says which extents do not fit.
  public func shape(of inputs: [[Int]]) throws -> [Int] {
    let x = inputs[0]
    try require(x.count == 3 && x[2] > 0, "it takes [batch, channels, time], found \(x)")
    return [x[0], 2 * x[1]]
  }

  /// What it computes in inference.
  public func computation(on inputs: [[Int]]) -> Computation { .statistics(epsilon: epsilon) }
}

extension Variable {
  /// Means and then deviations over time: [batch, channels, time] gives [batch, 2 * channels].
  public func statisticsPooled(epsilon: Float = 1e-5) throws -> Variable {
    try tape.record(StatisticsPooling(epsilon: epsilon), [self])
  }
}
