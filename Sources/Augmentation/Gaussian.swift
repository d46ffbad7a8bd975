import Determinism

/// White noise with a normal distribution, sixteen samples at a time.
///
/// Eight xoshiro256++ generators (Blackman and Vigna 2019) run side by side; Box and Muller's transform makes two
/// normal numbers of each 64 bits. Only sums, products, quotients and roots are used, so that every processor gives
/// the same bits.
struct Gaussian {
  private var a, b, c, d: SIMD8<UInt64>

  /// Noise that starts from a generator, which moves on by 32 draws.
  init(using random: inout Random) {
    func lanes(_ random: inout Random) -> SIMD8<UInt64> {
      var lanes = SIMD8<UInt64>()
      for i in 0..<8 { lanes[i] = random.next() }
      return lanes
    }
    a = lanes(&random)
    b = lanes(&random)
    c = lanes(&random)
    d = lanes(&random)
  }

  /// Adds noise of a standard deviation to samples.
  mutating func add(to samples: inout [Float], deviation: Float) {
    samples.withUnsafeMutableBufferPointer { x in
      guard let base = UnsafeMutableRawPointer(x.baseAddress) else { return }
      let whole = x.count & ~15
      for i in stride(from: 0, to: whole, by: 16) {
        let (first, second) = next()
        let place = base + 4 * i
        let (p, q) = (place.loadUnaligned(as: SIMD8<Float>.self), (place + 32).loadUnaligned(as: SIMD8<Float>.self))
        place.storeBytes(of: p + deviation * first, as: SIMD8<Float>.self)
        (place + 32).storeBytes(of: q + deviation * second, as: SIMD8<Float>.self)
      }
      guard whole < x.count else { return }
      let (first, second) = next()
      for i in whole..<x.count { x[i] += deviation * (i - whole < 8 ? first[i - whole] : second[i - whole - 8]) }
    }
  }

  /// Sixteen draws from the standard normal distribution.
  @inline(__always)
  private mutating func next() -> (SIMD8<Float>, SIMD8<Float>) {
    let bits = word()
    let high = SIMD8<Int32>(truncatingIfNeeded: bits &>> 40)
    let low = SIMD8<Int32>(truncatingIfNeeded: bits)
    // 24 bits for the radius: uniform in (0, 1].
    let uniform = (SIMD8<Float>(high) + 0.5) * 0x1p-24
    let radius = (-2 * logarithm(uniform)).squareRoot()
    // An eighth of the circle either way, from the upper bits; the two lowest turn it to the other quarters.
    let (cosine, sine) = circle(SIMD8<Float>(low) * (Float.pi / 4 * 0x1p-31))
    let signed = cosine.replacing(with: -cosine, where: low & 1 .!= 0)
    let swap = low & 2 .!= 0
    return (radius * signed.replacing(with: sine, where: swap), radius * sine.replacing(with: signed, where: swap))
  }

  /// The generators' next words.
  @inline(__always)
  private mutating func word() -> SIMD8<UInt64> {
    let sum = a &+ d
    let result = ((sum &<< 23) | (sum &>> 41)) &+ a
    let t = b &<< 17
    c ^= a
    d ^= b
    b ^= c
    a ^= d
    c ^= t
    d = (d &<< 45) | (d &>> 19)
    return result
  }

  /// log x for x in (0, 1]: exponent and, for the mantissa m in [√½, √2), 2 atanh((m - 1) / (m + 1)) as a series.
  @inline(__always)
  private func logarithm(_ x: SIMD8<Float>) -> SIMD8<Float> {
    let bits = unsafeBitCast(x, to: SIMD8<Int32>.self)
    // Subtracting √½'s bits first moves the exponent's step there.
    let exponent = (bits &- 0x3F35_04F3) &>> 23
    let mantissa = unsafeBitCast(bits &- (exponent &<< 23), to: SIMD8<Float>.self)
    let s = (mantissa - 1) / (mantissa + 1)
    let z = s * s
    let series = horner(z, 2, 2 / 3, 2 / 5, 2 / 7, 2 / 9)
    return SIMD8<Float>(exponent) * 0.693_147_18 + s * series
  }

  /// Cosine and sine for |x| ≤ π/4, by their series.
  @inline(__always)
  private func circle(_ x: SIMD8<Float>) -> (SIMD8<Float>, SIMD8<Float>) {
    let z = x * x
    let cosine = horner(z, 1, -1 / 2, 1 / 24, -1 / 720, 1 / 40320)
    let sine = x * horner(z, 1, -1 / 6, 1 / 120, -1 / 5040, 1 / 362_880)
    return (cosine, sine)
  }

  /// a + bz + cz² + dz³ + ez⁴.
  @inline(__always)
  private func horner(
    _ z: SIMD8<Float>, _ a: Float, _ b: Float, _ c: Float, _ d: Float, _ e: Float
  ) -> SIMD8<Float> {
    var sum = z * e + d
    sum = sum * z + c
    sum = sum * z + b
    return sum * z + a
  }
}
