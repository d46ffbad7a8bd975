import Settings

/// Keeps the samples where the sound's envelope is above a threshold and joins what is left.
///
/// The envelope is the rolling mean of |x| over `window` seconds around each sample, over fewer at the ends, as
/// pandas computes `rolling(window, min_periods=1, center=True).mean()`.
public struct EnvelopeMask: Settings {
  /// What it is for and what its keys mean.
  public static let about = About(
    """
    Keeps the samples where the rolling mean of |x| is above a threshold and joins what is left, as pandas \
    computes `rolling(window, min_periods=1, center=True).mean()`.
    """
  ) {
    Key("threshold", "The envelope must exceed this.", in: 0..<1)
    Key("relative", "Whether the threshold counts full scale as 1 (false), or the clip's own peak (true).")
    Key(
      "window", "Seconds that the mean is taken over, a tenth in most published code.", in: 1e-6...3600, unit: "seconds"
    )
  }

  /// The envelope must exceed this.
  public var threshold = 0.0005
  /// Whether the threshold counts full scale as 1 (false), or the clip's own peak (true).
  public var relative = false
  /// Seconds that the mean is taken over, a tenth in most published code.
  public var window = 0.1

  /// The settings that recipes get by default.
  public init() {}

  /// Drops the samples where the envelope is not above the threshold.
  public func apply(to samples: inout [Float], rate: Int) {
    let width = max(1, Int(Double(rate) * window))
    // For an even width pandas reaches one sample further back than ahead.
    let ahead = (width - 1) / 2
    let behind = width - 1 - ahead
    let kept = samples.withUnsafeMutableBufferPointer { x in
      let peak = peak(UnsafeBufferPointer(x))
      guard peak > 0, peak.isFinite else { return 0 }
      // Whole numbers leave the sum exactly as they entered it, which floats do not.
      let unit = Float(1 << 30) / peak
      let least = threshold * (relative ? 1 : 1 / Double(peak)) * Double(1 << 30)
      // The quietest peaks make the unit larger than a float can hold.
      let sizes =
        unit.isFinite
        ? x.map { Int($0.magnitude * unit) } : x.map { Int(Double($0.magnitude) * (Double(1 << 30) / Double(peak))) }
      return sizes.withUnsafeBufferPointer { size in
        var sum = size.prefix(ahead).reduce(0, +)
        var kept = 0
        for i in 0..<x.count {
          if i + ahead < x.count { sum += size[i + ahead] }
          if i > behind { sum -= size[i - behind - 1] }
          let count = min(x.count, i + ahead + 1) - max(0, i - behind)
          // Writing always and moving on only when kept avoids a branch that cannot be predicted.
          x[kept] = x[i]
          kept += Double(sum) > least * Double(count) ? 1 : 0
        }
        return kept
      }
    }
    samples.removeLast(samples.count - kept)
  }
}
