import Glibc

/// Halves the sample rate: a low-pass filter of linear phase, then every second sample.
///
/// The filter is soxr's of quality HQ for this ratio, so that constant-Q transforms agree with librosa's: a sinc whose
/// half-power point lies at 0.9569 of the new Nyquist frequency, under a Kaiser window of shape 13.04 over 194.5
/// samples on each side (fitted to soxr's impulse response, which it meets within 3e-8). Overlap-save.
public struct RateHalver: ~Copyable {
  private let wide = RealFFT<Double>(size: 2048)
  private let narrow = RealFFT<Double>(size: 1024)
  /// The filter's frequency response, which is real, with all gains. // [513]
  private let response: AlignedBuffer<Double>

  private static let reach = 194
  private static let step = 2048 - 2 * reach

  /// The filter, its output times `gain`.
  public init(gain: Double = 1) {
    let fft = RealFFT<Double>(size: wide.size)
    for n in 0...Self.reach {
      let x = Double(n) / 194.5
      let window = Self.bessel(13.04006 * (1 - x * x).squareRoot()) / Self.bessel(13.04006)
      let angle = .pi * 0.478_435_91 * Double(n)
      let value = 0.478_435_91 * (n == 0 ? 1 : sin(angle) / angle) * window
      fft.samples[n] = value
      fft.samples[(fft.size - n) % fft.size] = value
    }
    fft.forward()
    // Taking every second sample halves the spectrum and the transform back is unnormalised.
    let scale = gain / Double(2 * narrow.size)
    response = AlignedBuffer((0..<narrow.bins).map { fft.spectrum[2 * $0] * scale })
  }

  /// Samples that a clip of `samples` samples is halved to.
  public static func count(samples: Int) -> Int { (samples + 1) / 2 }

  /// Halves a clip, beyond whose ends is silence.
  /// - Parameter half: room for `count(samples:)` samples.
  public func callAsFunction(_ clip: UnsafeBufferPointer<Float>, to half: UnsafeMutablePointer<Float>) {
    let count = Self.count(samples: clip.count)
    var done = 0
    while done < count {
      let first = 2 * done - Self.reach
      for i in 0..<max(0, -first) { wide.samples[i] = 0 }
      let (from, to) = (max(0, -first), min(wide.size, clip.count - first))
      for i in from..<max(from, to) { wide.samples[i] = Double(clip[first + i]) }
      for i in max(from, to)..<wide.size { wide.samples[i] = 0 }
      wide.forward()
      // Above the new Nyquist frequency the filter lets nothing through that could fold back.
      for k in 0..<narrow.bins {
        narrow.spectrum[2 * k] = wide.spectrum[2 * k] * response[k]
        narrow.spectrum[2 * k + 1] = wide.spectrum[2 * k + 1] * response[k]
      }
      narrow.inverse()
      let size = min(Self.step / 2, count - done)
      for i in 0..<size { half[done + i] = Float(narrow.samples[Self.reach / 2 + i]) }
      done += size
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
