/// The checksum that HDF5 puts behind each chunk: Fletcher's, over 16-bit words, modulo 65535.
///
/// With words w₀ … wₙ₋₁, big end first: low = Σ wᵢ, high = Σ (n − i) wᵢ, the checksum high · 2¹⁶ + low. A sum that is
/// a multiple of 65535 is written as 65535, unless all words are zero. An odd last byte counts as a word's high half.
public enum Fletcher32 {
  /// The checksum of a block of memory.
  public static func checksum(_ bytes: UnsafeRawBufferPointer) -> UInt32 {
    // Little-endian words are the big-endian ones times 256 (modulo 65535, 256 · 256 = 1), so one multiplication at
    // the end replaces a byte swap per word.
    let words = bytes.count / 2
    var low: UInt64 = 0
    var high: UInt64 = 0
    var nonzero = false
    var next = 0
    while next < words {
      let count = min(blockWords, words - next)
      let sums = block(bytes, from: next, count: count)
      if sums.low != 0 { nonzero = true }
      high = (high + UInt64(count) * low + sums.high) % 65535
      low = (low + sums.low) % 65535
      next += count
    }
    if bytes.count % 2 == 1 {
      // As a little-endian word, a high half is the low one.
      let last = UInt64(bytes[bytes.count - 1])
      if last != 0 { nonzero = true }
      low = (low + last) % 65535
      high = (high + low) % 65535
    }
    guard nonzero else { return 0 }
    return written(high) << 16 | written(low)
  }

  // 256 steps of 16 lanes: the lanes' weighted sums stay below 2³² (256 · 257 / 2 · 65535).
  private static let lanes = 16
  private static let blockWords = 256 * lanes

  private static func written(_ sum: UInt64) -> UInt32 {
    let swapped = sum * 256 % 65535
    return swapped == 0 ? 65535 : UInt32(swapped)
  }

  @inline(__always)
  private static func block(
    _ bytes: UnsafeRawBufferPointer, from first: Int, count: Int
  ) -> (low: UInt64, high: UInt64) {
    let steps = count / lanes
    var plain = SIMD16<UInt32>.zero
    var weighted = SIMD16<UInt32>.zero
    var place = first * 2
    for _ in 0..<steps {
      let words = bytes.loadUnaligned(fromByteOffset: place, as: SIMD16<UInt16>.self)
      plain &+= SIMD16<UInt32>(truncatingIfNeeded: words)
      weighted &+= plain
      place += lanes * 2
    }
    var low: UInt64 = 0
    var high: UInt64 = 0
    // Word i of a block stands in step i / 16, lane i % 16: its weight is 16 (steps − step) − lane.
    for lane in 0..<lanes {
      low += UInt64(plain[lane])
      high += 16 * UInt64(weighted[lane]) - UInt64(lane) * UInt64(plain[lane])
    }
    for _ in steps * lanes..<count {
      low += UInt64(bytes.loadUnaligned(fromByteOffset: place, as: UInt16.self))
      high += low
      place += 2
    }
    return (low, high)
  }
}
