import Determinism

/// White noise with a normal distribution, made fast.
///
/// SplitMix64 (Steele, Lea and Flood 2014) turns a counter into 64 random bits, and Box and Muller's transform turns
/// those into two normal numbers. Each step is a loop without calls or branches over a block, which the compiler puts
/// into vector instructions; only sums, products, quotients and roots occur, so every processor gives the same bits.
struct Gaussian {
  private var counter: UInt64
  /// Words per block; each gives two numbers.
  private static let block = 256

  /// Noise that starts where a generator says.
  init(using random: inout Random) { counter = random.next() }

  /// Adds noise of a standard deviation to samples.
  mutating func add(to samples: inout [Float], deviation: Float) {
    let size = 2 * Self.block
    samples.withUnsafeMutableBufferPointer { x in
      withUnsafeTemporaryAllocation(of: Float.self, capacity: size) { noise in
        withUnsafeTemporaryAllocation(of: Int32.self, capacity: size) { bits in
          guard let noise = noise.baseAddress, let bits = bits.baseAddress else { return }
          for start in stride(from: 0, to: x.count, by: size) {
            draw(bits)
            Self.transform(bits, into: noise)
            for i in 0..<min(size, x.count - start) { x[start + i] += deviation * noise[i] }
          }
        }
      }
    }
  }

  /// A block of random words, halves apart: the upper ones first.
  private mutating func draw(_ bits: UnsafeMutablePointer<Int32>) {
    let gamma: UInt64 = 0x9E37_79B9_7F4A_7C15
    for i in 0..<Self.block {
      var z = counter &+ UInt64(i) &* gamma
      z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
      z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
      z ^= z >> 31
      bits[i] = Int32(truncatingIfNeeded: z >> 32)
      bits[i + Self.block] = Int32(truncatingIfNeeded: z)
    }
    counter &+= UInt64(Self.block) &* gamma
  }

  /// Two normal numbers of each word: radius √(-2 log u) in two directions at right angles.
  private static func transform(_ bits: UnsafePointer<Int32>, into noise: UnsafeMutablePointer<Float>) {
    for i in 0..<block {
      let (upper, lower) = (bits[i], bits[i + block])
      // 24 bits for the radius: uniform in (0, 1].
      let uniform = (Float((upper >> 8) & 0xFF_FFFF) + 0.5) * 0x1p-24
      let square = -2 * logarithm(uniform)
      // Told that it is not negative, the compiler takes roots in vectors and keeps no call for the error.
      let radius = (square > 0 ? square : 0).squareRoot()
      // An eighth of the circle either way from the upper bits; the two lowest turn it to the other quarters.
      let angle = Float(lower) * (Float.pi / 4 * 0x1p-31)
      let z = angle * angle
      let cosine = 1 + z * (-1 / 2 + z * (1 / 24 + z * (-1 / 720 + z * (1 / 40320))))
      let sine = angle * (1 + z * (-1 / 6 + z * (1 / 120 + z * (-1 / 5040 + z * (1 / 362_880)))))
      // Bit 0 is the cosine's sign; bit 1 swaps the two, as bits, since a branch would keep the loop scalar.
      let turned = cosine.bitPattern ^ UInt32(bitPattern: lower << 31)
      let swap = UInt32(bitPattern: (lower << 30) >> 31) & (turned ^ sine.bitPattern)
      noise[i] = radius * Float(bitPattern: turned ^ swap)
      noise[i + block] = radius * Float(bitPattern: sine.bitPattern ^ swap)
    }
  }

  /// log x for x in (0, 1]: exponent and, for the mantissa m in [√½, √2), 2 atanh((m - 1) / (m + 1)) as a series.
  @inline(__always)
  private static func logarithm(_ x: Float) -> Float {
    let bits = Int32(bitPattern: x.bitPattern)
    // Subtracting √½'s bits first moves the exponent's step there.
    let exponent = (bits &- 0x3F35_04F3) >> 23
    let mantissa = Float(bitPattern: UInt32(bitPattern: bits &- (exponent << 23)))
    let s = (mantissa - 1) / (mantissa + 1)
    let z = s * s
    let series = 2 + z * (2 / 3 + z * (2 / 5 + z * (2 / 7 + z * (2 / 9))))
    return Float(exponent) * 0.693_147_18 + s * series
  }
}
