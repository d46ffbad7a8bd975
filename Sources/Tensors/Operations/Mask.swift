/// A random mask computed from positions: no state, so any part of it can be had at any time, on any thread.
struct Mask {
  /// Hashes at or above it keep their element.
  private let threshold: UInt32
  private let scale: Float

  /// Two words that make the masks of different steps and layers independent.
  struct Key {
    let first: UInt32
    let second: UInt32

    init(seed: UInt64, step: UInt64, line: UInt64) {
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

  init(rate: Float) {
    threshold = UInt32(Double(rate) * 0x1p32)
    scale = Float(1 / (1 - Double(threshold) * 0x1p-32))
  }

  /// A well-mixed word for a position: two multiplications with a key before each.
  @inline(__always)
  static func hash(_ position: UInt32, _ key: Key) -> UInt32 {
    var x = position ^ key.first
    x = (x ^ (x >> 16)) &* 0x7FEB_352D &+ key.second
    x = (x ^ (x >> 15)) &* 0x846C_A68B
    return x ^ (x >> 16)
  }

  /// y[i] = x[i] · mask(i), elements i of a range.
  @inline(__always)
  func apply<Element: Stored>(
    _ x: UnsafeMutablePointer<Element>, _ y: UnsafeMutablePointer<Element>, _ range: Range<Int>, _ key: Key
  ) {
    // In place most of the time, which has to be said twice for the loop to become vector code.
    if x == y {
      for i in range { y[i] = masked(y[i], UInt32(truncatingIfNeeded: i), key) }
    } else {
      for i in range { y[i] = masked(x[i], UInt32(truncatingIfNeeded: i), key) }
    }
  }

  @inline(__always)
  private func masked<Element: Stored>(_ value: Element, _ position: UInt32, _ key: Key) -> Element {
    Element(Mask.hash(position, key) >= threshold ? value.float * scale : 0)
  }

  /// The same with one decision for each run of neighbouring elements.
  @inline(__always)
  func apply<Element: Stored>(
    _ x: UnsafeMutablePointer<Element>, _ y: UnsafeMutablePointer<Element>, runs: Range<Int>, of length: Int,
    _ key: Key
  ) {
    for run in runs {
      let factor = Mask.hash(UInt32(truncatingIfNeeded: run), key) >= threshold ? scale : 0
      for i in run * length..<(run + 1) * length { y[i] = Element(factor == 0 ? 0 : x[i].float * factor) }
    }
  }
}
