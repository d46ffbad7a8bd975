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

/// The checksum of HDF5's metadata, and its hash of names: Bob Jenkins's `hashlittle` of lookup3.c, from 0.
enum Lookup3 {
  static func checksum(_ bytes: some RandomAccessCollection<UInt8>) -> UInt32 {
    bytes.withContiguousStorageIfAvailable(checksum) ?? Array(bytes).withUnsafeBufferPointer(checksum)
  }

  private static func checksum(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt32 {
    let start = 0xdead_beef &+ UInt32(truncatingIfNeeded: bytes.count)
    var (a, b, c) = (start, start, start)
    guard !bytes.isEmpty else { return c }
    let raw = UnsafeRawBufferPointer(bytes)
    var place = 0
    while bytes.count - place > 12 {
      a &+= raw.loadUnaligned(fromByteOffset: place, as: UInt32.self)
      b &+= raw.loadUnaligned(fromByteOffset: place + 4, as: UInt32.self)
      c &+= raw.loadUnaligned(fromByteOffset: place + 8, as: UInt32.self)
      mix(&a, &b, &c)
      place += 12
    }
    func word(_ start: Int) -> UInt32 {
      (0..<4).reduce(0) { sum, index in
        start + index < bytes.count ? sum | UInt32(bytes[start + index]) << UInt32(8 * index) : sum
      }
    }
    a &+= word(place)
    b &+= word(place + 4)
    c &+= word(place + 8)
    finish(&a, &b, &c)
    return c
  }

  private static func rotated(_ x: UInt32, _ k: UInt32) -> UInt32 { x << k | x >> (32 - k) }

  @inline(__always)
  private static func mix(_ a: inout UInt32, _ b: inout UInt32, _ c: inout UInt32) {
    a &-= c; a ^= rotated(c, 4); c &+= b
    b &-= a; b ^= rotated(a, 6); a &+= c
    c &-= b; c ^= rotated(b, 8); b &+= a
    a &-= c; a ^= rotated(c, 16); c &+= b
    b &-= a; b ^= rotated(a, 19); a &+= c
    c &-= b; c ^= rotated(b, 4); b &+= a
  }

  @inline(__always)
  private static func finish(_ a: inout UInt32, _ b: inout UInt32, _ c: inout UInt32) {
    c ^= b; c &-= rotated(b, 14)
    a ^= c; a &-= rotated(c, 11)
    b ^= a; b &-= rotated(a, 25)
    c ^= b; c &-= rotated(b, 16)
    a ^= c; a &-= rotated(c, 4)
    b ^= a; b &-= rotated(a, 14)
    c ^= b; c &-= rotated(b, 24)
  }
}
