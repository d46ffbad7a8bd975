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
