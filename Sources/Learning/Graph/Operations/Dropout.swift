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

/// A random mask computed from positions: no state, so any part of it can be had at any time, on any thread.
@frozen public struct Mask: Sendable {
  /// Hashes at or above it keep their element.
  @usableFromInline let threshold: UInt32
  @usableFromInline let scale: Float

  /// Two words that make the masks of different steps and layers independent.
  @frozen public struct Key: Sendable {
    @usableFromInline let first: UInt32
    @usableFromInline let second: UInt32

    /// The key of one layer at one step.
    /// - Parameter line: the layer's line on its tape.
    public init(seed: UInt64, step: UInt64, line: UInt64) {
      var z = seed
      for word in [step, line] {
        z = (z ^ word) &+ 0x9E37_79B9_7F4A_7C15
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        z ^= z >> 31
      }
      first = UInt32(truncatingIfNeeded: z)
      second = UInt32(truncatingIfNeeded: z >> 32)
    }
  }

  /// A mask that silences elements with this probability.
  public init(rate: Float) {
    threshold = UInt32(Double(rate) * 0x1p32)
    scale = Float(1 / (1 - Double(threshold) * 0x1p-32))
  }

  /// A well-mixed word for a position: two multiplications with a key before each.
  @inlinable @inline(__always)
  static func hash(_ position: UInt32, _ key: Key) -> UInt32 {
    var x = position ^ key.first
    x = (x ^ (x >> 16)) &* 0x7FEB_352D &+ key.second
    x = (x ^ (x >> 15)) &* 0x846C_A68B
    return x ^ (x >> 16)
  }

  /// What an element at a position is multiplied with: 0, or 1 / (1 − rate).
  @inlinable @inline(__always)
  public func factor(_ position: UInt32, _ key: Key) -> Float {
    Mask.hash(position, key) >= threshold ? scale : 0
  }
}
