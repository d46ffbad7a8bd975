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
