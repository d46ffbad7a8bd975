import CSoxr

/// Halves the sample rate by soxr at quality HQ, as librosa does between the octaves of its constant-Q transform.
///
/// In a clip that begins with digital silence, the first frames of a constant-Q chroma consist of what this filter and
/// its rounding let through, so that only the same filter gives the same chroma.
public struct RateHalver: ~Copyable {
  private let resampler: OpaquePointer

  /// A resampler, which soxr fails to make only when memory is out.
  public init() {
    var quality = soxr_quality_spec(UInt(SOXR_HQ), 0)
    resampler = soxr_create(2, 1, 1, nil, nil, &quality, nil)!
  }

  deinit { soxr_delete(resampler) }

  /// Samples that a clip of `samples` samples is halved to.
  public static func count(samples: Int) -> Int { (samples + 1) / 2 }

  /// Halves a clip and scales it by √2, so that its energy stays the same.
  /// - Parameter half: room for `count(samples:)` samples.
  public func callAsFunction(_ clip: UnsafeBufferPointer<Float>, to half: UnsafeMutablePointer<Float>) {
    let count = Self.count(samples: clip.count)
    soxr_clear(resampler)
    var (taken, written) = (0, 0)
    soxr_process(resampler, clip.baseAddress, clip.count, &taken, half, count, &written)
    // Without input soxr gives out what it still holds, and in the end nothing.
    var more = count - written
    while written < count && more > 0 {
      soxr_process(resampler, nil, 0, nil, half + written, count - written, &more)
      written += more
    }
    (half + written).update(repeating: 0, count: count - written)
    // Divided in double precision, as numpy does.
    for i in 0..<count { half[i] = Float(Double(half[i]) / 0.5.squareRoot()) }
  }
}
