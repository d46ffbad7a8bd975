import Glibc

/// How centre frequencies of an auditory filter bank are spaced.
public enum AuditoryScale: Sendable {
  /// Equal steps of the equivalent rectangular bandwidth scale: 21.4 log10(1 + 0.00437 f).
  case erb
  /// Equal steps of HTK's mel scale.
  case mel

  /// `count` frequencies from `low` to `high` Hz.
  public func frequencies(_ count: Int, from low: Double, to high: Double) -> [Double] {
    guard self == .erb else { return MelScale.htk.frequencies(count, from: low, to: high) }
    let (first, last) = (21.4 * log10(1 + 0.00437 * low), 21.4 * log10(1 + 0.00437 * high))
    return (0..<count).map { i in
      let step = first + (last - first) * Double(i) / Double(max(count - 1, 1))
      return (pow(10, step / 21.4) - 1) / 0.00437
    }
  }
}

/// Envelopes of the bands of a gammatone filter bank of order 4 (Patterson et al. 1992).
///
/// Each filter is four complex poles at exp(2π(if - b)/rate), b = 1.019 ERB(f). It filters the analytic signal of a clip,
/// so that its output is analytic as well, however near its band lies to 0 Hz or to half the rate, and its magnitude is
/// the Hilbert envelope. Envelopes are averaged over `factor` samples each.
public struct GammatoneBank: ~Copyable {
  /// Centre frequencies, in Hz.
  public let frequencies: [Double]
  /// Samples that make one value of an envelope.
  public let factor: Int

  /// Samples before the clip at which filtering begins: a Hilbert transform rings ahead of what it hears.
  private let lead: Int
  /// Bands, rounded up to whole vectors.
  private let lanes: Int
  /// For each of the four stages, real then imaginary parts of its state. // [4, 2, lanes]
  private let state: AlignedBuffer<Float>
  /// Real then imaginary parts of the poles, then gains. // [3, lanes]
  private let poles: AlignedBuffer<Float>
  /// Envelopes being averaged. // [lanes]
  private let sums: AlignedBuffer<Float>
  private let hilbert = HilbertTransform()

  /// Filters at `frequencies` Hz for clips of `rate` samples per second.
  public init(frequencies: [Double], rate: Double, factor: Int) {
    (self.frequencies, self.factor) = (frequencies, factor)
    lead = Int(0.032 * rate)
    lanes = (frequencies.count + 7) & ~7
    state = AlignedBuffer(count: 8 * lanes)
    poles = AlignedBuffer(count: 3 * lanes)
    sums = AlignedBuffer(count: lanes)
    for (i, frequency) in frequencies.enumerated() {
      let decay = exp(-2 * .pi * 1.019 * GammatoneBank.bandwidth(frequency) / rate)
      poles[i] = Float(decay * cos(2 * .pi * frequency / rate))
      poles[lanes + i] = Float(decay * sin(2 * .pi * frequency / rate))
      // Each stage passes its centre frequency unchanged.
      poles[2 * lanes + i] = Float(1 - decay)
    }
  }

  /// Equivalent rectangular bandwidth at a frequency, both in Hz (Glasberg and Moore 1990).
  public static func bandwidth(_ frequency: Double) -> Double { 24.7 * (1 + 0.00437 * frequency) }

  /// Values that the envelopes of a clip of `samples` samples have.
  public func count(samples: Int) -> Int { (samples + factor - 1) / factor }

  /// Computes all envelopes of a clip. // [count(samples:), bands]
  public func envelopes(of clip: UnsafeBufferPointer<Float>, to result: UnsafeMutablePointer<Float>) {
    state.all.update(repeating: 0)
    sums.all.update(repeating: 0)
    var (collected, row) = (0, result)
    for first in stride(from: -lead, to: clip.count, by: HilbertTransform.block) {
      let imaginary = hilbert(clip, from: first)
      for i in first..<min(first + HilbertTransform.block, clip.count) {
        step(i >= 0 ? clip[i] : 0, imaginary[i - first])
        guard i >= 0 else { continue }
        collect()
        collected += 1
        if collected == factor {
          emit(&row, collected)
          collected = 0
        }
      }
    }
    if collected > 0 { emit(&row, collected) }
  }

  /// One analytic sample through all bands; loops run over bands, which depend on nothing but themselves.
  @inline(__always)
  private func step(_ real: Float, _ imaginary: Float) {
    let (re, im, gain) = (poles.start, poles.start + lanes, poles.start + 2 * lanes)
    for first in stride(from: 0, to: lanes, by: 8) {
      let (p, q, g) = (VectorMath.load8(re + first), VectorMath.load8(im + first), VectorMath.load8(gain + first))
      var (x, y) = (SIMD8<Float>(repeating: real), SIMD8<Float>(repeating: imaginary))
      var s = state.start + first
      for _ in 0..<4 {
        let (a, b) = (VectorMath.load8(s), VectorMath.load8(s + lanes))
        let next = (x * g + p * a - q * b, y * g + p * b + q * a)
        (x, y) = next
        VectorMath.store8(x, s)
        VectorMath.store8(y, s + lanes)
        s += 2 * lanes
      }
    }
  }

  /// Adds the magnitudes of the last stage's output to the envelopes.
  @inline(__always)
  private func collect() {
    let output = state.start + 6 * lanes
    for first in stride(from: 0, to: lanes, by: 8) {
      let (x, y) = (VectorMath.load8(output + first), VectorMath.load8(output + lanes + first))
      let envelope = (x * x + y * y).squareRoot()
      VectorMath.store8(VectorMath.load8(sums.start + first) + envelope, sums.start + first)
    }
  }

  private func emit(_ row: inout UnsafeMutablePointer<Float>, _ collected: Int) {
    for i in 0..<frequencies.count { row[i] = sums[i] / Float(collected) }
    row += frequencies.count
    sums.all.update(repeating: 0)
    // In digital silence states fade until they are subnormal, and would make every further sample slow.
    for first in stride(from: 0, to: 8 * lanes, by: 8) {
      let values = VectorMath.load8(state.start + first)
      let faded = (values .< 1e-30) .& (values .> -1e-30)
      VectorMath.store8(values.replacing(with: 0, where: faded), state.start + first)
    }
  }
}
