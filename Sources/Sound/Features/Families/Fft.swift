import Settings
import Signal

/// The Fourier transform of a whole clip: mean magnitudes |X| / n in bands of equal width from 0 Hz to half the rate.
/// // [bins]
public struct Fft: Family {
  /// `fft` in recipes.
  public static let name = "fft"
  /// What it is for and what its keys mean.
  public static let about = About(
    """
    The Fourier transform of a whole clip: mean magnitudes |X| / n in bands of equal width from 0 Hz to half the \
    rate.
    """
  ) {
    Key("bins", "Bands; a clip with fewer frequencies than that repeats the nearest one.", in: 1...1 << 20)
  }

  /// Bands; a clip with fewer frequencies than that repeats the nearest one.
  public var bins = 256

  /// The defaults above.
  public init() {}

  /// Builds the computation for the stack's clips.
  public func computation(in stack: Stack) throws -> any FeatureComputation {
    let bins = bins
    // Clips of one length, as after padding, share a plan.
    let plan = Owned(RealFFT<Double>(size: 1))
    return ClipComputation(FeatureRow.numbered(Self.name, count: bins, unit: "1"), on: nil) { clip, values in
      let count = clip.samples.count
      if plan.value.size != count { plan.value = RealFFT(size: count) }
      for i in 0..<count { plan.value.samples[i] = Double(clip.samples[i]) }
      plan.value.forward()
      let spectrum = plan.value.spectrum
      let lines = plan.value.bins
      for b in 0..<bins {
        let first = b * lines / bins
        let end = max(first + 1, (b + 1) * lines / bins)
        var sum = 0.0
        for k in first..<end {
          sum += (spectrum[2 * k] * spectrum[2 * k] + spectrum[2 * k + 1] * spectrum[2 * k + 1]).squareRoot()
        }
        values[b, 0] = Float(sum / Double(end - first) / Double(count))
      }
    }
  }
}
