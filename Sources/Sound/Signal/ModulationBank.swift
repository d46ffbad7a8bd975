import Glibc

/// Band-pass filters of second order over the envelopes of an auditory filter bank, for the energies of modulations.
///
/// The filter at f₀ is (B - B z⁻²) / (1 + B + W² + (2W² - 2) z⁻¹ + (1 - B + W²) z⁻²) with W = tan(π f₀ / rate) and
/// B = W / q (the bilinear transform of a resonance of quality q).
public struct ModulationBank: Sendable {
  /// Centre frequencies, in Hz.
  public let frequencies: [Double]
  /// In double precision: at 4 Hz the poles are so near 1 that coefficients in single precision are off by 1e-4.
  private let coefficients: [(gain: Double, a1: Double, a2: Double)]

  /// Filters at `frequencies` Hz for envelopes of `rate` values per second.
  public init(frequencies: [Double], rate: Double, q: Double = 2) {
    self.frequencies = frequencies
    coefficients = frequencies.map { frequency in
      let w = tan(.pi * frequency / rate)
      let b = w / q
      let scale = 1 + b + w * w
      return (b / scale, (2 * w * w - 2) / scale, (1 - b + w * w) / scale)
    }
  }

  /// `count` frequencies from `low` to `high` Hz with equal ratios: 4, 8, 16, 32, 64.
  public static func frequencies(_ count: Int, from low: Double, to high: Double) -> [Double] {
    (0..<count).map { low * pow(high / low, Double($0) / Double(max(count - 1, 1))) }
  }

  /// Filters envelopes by one of the filters. // [count, bands] to [count, bands]
  public func filter(
    _ index: Int, _ envelopes: UnsafePointer<Float>, to result: UnsafeMutablePointer<Double>, count: Int, bands: Int
  ) {
    let (gain, a1, a2) = coefficients[index]
    for n in 0..<count {
      let (x, y) = (envelopes + n * bands, result + n * bands)
      for b in 0..<bands {
        let before = n >= 1 ? (y - bands)[b] : 0
        let input = n >= 2 ? Double(x[b]) - Double((x - 2 * bands)[b]) : Double(x[b])
        let twice = n >= 2 ? (y - 2 * bands)[b] : 0
        y[b] = gain * input - a1 * before - a2 * twice
      }
    }
  }
}

/// The Hilbert transform of a clip, which makes it analytic: x + i H(x) has x's positive frequencies, twice, and none of
/// the negative ones.
///
/// It is taken block by block, so that a clip of any length needs the memory of one; blocks see `margin` samples of
/// their neighbours on each side, silence beyond the clip's ends.
public struct HilbertTransform: ~Copyable {
  /// Samples that a block transforms at once.
  public static let block = size - 2 * margin
  private static let size = 1 << 15
  private static let margin = 1 << 12

  private let transform = RealFFT<Float>(size: size)

  /// A transform with plans and memory of its own.
  public init() {}

  /// Transforms the part of a clip that begins at sample `first`, which may lie before the clip or reach beyond it.
  /// - Returns: `block` samples of H(x), valid until the next call.
  public func callAsFunction(_ clip: UnsafeBufferPointer<Float>, from first: Int) -> UnsafePointer<Float> {
    let start = first - Self.margin
    let inside = max(0, -start)..<max(max(0, -start), min(Self.size, clip.count - start))
    transform.samples.update(repeating: 0, count: Self.size)
    if let base = clip.baseAddress, inside.lowerBound < inside.upperBound {
      (transform.samples + inside.lowerBound).update(from: base + (start + inside.lowerBound), count: inside.count)
    }
    transform.forward()
    // H turns every positive frequency by a quarter: X becomes -i X. At 0 Hz and half the rate there is none to turn.
    let (x, scale) = (transform.spectrum, 1 / Float(Self.size))
    for k in 0..<transform.bins {
      let (re, im) = (x[2 * k], x[2 * k + 1])
      x[2 * k] = im * scale
      x[2 * k + 1] = -re * scale
    }
    let last = transform.bins - 1
    (x[0], x[1], x[2 * last], x[2 * last + 1]) = (0, 0, 0, 0)
    transform.inverse()
    return UnsafePointer(transform.samples + Self.margin)
  }
}
