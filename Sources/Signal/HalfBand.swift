import Glibc

/// Halves the sample rate: a half-band low-pass filter of linear phase, then every second sample.
///
/// Flat (to -110 dB) up to 0.84 of the new Nyquist frequency, which holds every filter of the next octave of a constant-Q
/// transform; what lies between is folded above that and not looked at. Half of the weights are zero by design.
public struct HalfBand: ~Copyable {
  /// Weights of the samples at odd distances 1, 3, 5 …, on both sides.
  private let side: AlignedBuffer<Float>

  /// The filter, its output times `gain`.
  public init(gain: Double = 1) {
    let reach = 45
    // Kaiser's window for 110 dB.
    let beta = 0.1102 * (110 - 8.7)
    var weights = stride(from: 1, through: reach, by: 2).map { n in
      let x = Double(n) / Double(reach + 1)
      return sin(.pi * Double(n) / 2) / (.pi * Double(n)) * HalfBand.bessel(beta * (1 - x * x).squareRoot())
        / HalfBand.bessel(beta)
    }
    // The two sides sum to the middle weight, so that a constant passes unchanged.
    let sum = weights.reduce(0, +)
    weights = weights.map { $0 / sum * 0.25 * gain }
    side = AlignedBuffer(weights.map(Float.init))
    middle = Float(0.5 * gain)
  }

  private let middle: Float

  /// Samples that a clip of `samples` samples is halved to.
  public static func count(samples: Int) -> Int { (samples + 1) / 2 }

  /// Filters a clip, beyond whose ends is silence.
  /// - Parameters:
  ///   - clip: the samples.
  ///   - half: room for `count(samples:)` samples.
  ///   - scratch: room for half as many samples as the clip has and 64 more.
  public func callAsFunction(
    _ clip: UnsafeBufferPointer<Float>, to half: UnsafeMutablePointer<Float>, scratch: UnsafeMutablePointer<Float>
  ) {
    let count = HalfBand.count(samples: clip.count)
    let taps = side.count
    // Odd samples with silence on both sides: odd[taps + m] is clip[2m + 1].
    scratch.update(repeating: 0, count: count + 2 * taps)
    for m in 0..<clip.count / 2 { scratch[taps + m] = clip[2 * m + 1] }
    for m in 0..<count { half[m] = middle * clip[2 * m] }
    var m = 0
    while m < count {
      let width = min(16, count - m)
      var total = SIMD16<Float>.zero
      if width == 16 {
        for j in 0..<taps {
          let pair = VectorMath.load(scratch + (taps + m - 1 - j)) + VectorMath.load(scratch + (taps + m + j))
          total += pair * side[j]
        }
        VectorMath.store(VectorMath.load(half + m) + total, half + m)
      } else {
        for i in m..<count {
          for j in 0..<taps { half[i] += (scratch[taps + i - 1 - j] + scratch[taps + i + j]) * side[j] }
        }
      }
      m += width
    }
  }

  /// The modified Bessel function of the first kind and order 0, by its power series.
  private static func bessel(_ x: Double) -> Double {
    var (sum, term) = (1.0, 1.0)
    for k in 1...60 {
      term *= (x / 2 / Double(k)) * (x / 2 / Double(k))
      sum += term
    }
    return sum
  }
}
