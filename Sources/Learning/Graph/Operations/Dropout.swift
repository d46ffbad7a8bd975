/// Silences elements at random while training and scales up the others, so that sums keep their expectation.
///
///     y = x · m / (1 − rate),   m = 1 with probability 1 − rate, else 0
///
/// The mask is a function of seed, step, line of the tape and position, so the gradient recomputes it instead of
/// keeping it. Spatial dropout silences whole channels [batch, channel].
public struct Dropout: Operation {
  /// What errors call it.
  public static let name = "dropout"
  /// The probability that an element is silenced.
  public let rate: Float
  /// Whether whole channels are.
  public let isSpatial: Bool

  /// The result's shape, or an error that says which extents do not fit.
  public func shape(of inputs: [[Int]]) throws -> [Int] {
    try require(!isSpatial || inputs[0].count >= 3, "spatial dropout takes [batch, channels, ...], found \(inputs[0])")
    return inputs[0]
  }

  /// What it computes in inference.
  public func computation(on inputs: [[Int]]) -> Computation { .identity }
}

extension Variable {
  /// Silences elements with probability `rate` while training and divides the others by 1 − rate.
  public func dropout(_ rate: Float) throws -> Variable { try dropout(rate, isSpatial: false) }

  /// Silences whole channels of [batch, channels, ...] with probability `rate` while training.
  public func spatialDropout(_ rate: Float) throws -> Variable { try dropout(rate, isSpatial: true) }

  private func dropout(_ rate: Float, isSpatial: Bool) throws -> Variable {
    guard (0..<1).contains(rate) else {
      throw TensorError(cannot: "compute", "dropout", "its rate must lie in 0..<1, found \(rate)")
    }
    return try tape.record(Dropout(rate: rate, isSpatial: isSpatial), [self])
  }
}
