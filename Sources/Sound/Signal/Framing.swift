import Glibc
import Settings

/// What stands beyond the ends of a clip for frames that reach over them.
public enum FramePadding: String, Choice {
  case zero, edge, reflect

  /// What the word stands for.
  public var meaning: String {
    switch self {
    case .zero: "Silence."
    case .edge: "The first and the last sample."
    case .reflect: "The clip mirrored about its first and last sample, which are not repeated."
    }
  }
}

/// How a clip is cut into frames that overlap.
public struct Framing: Sendable, Equatable {
  /// Samples per frame.
  public let size: Int
  /// Samples from one frame to the next.
  public let hop: Int
  /// Whether frame t is centred on sample t * hop, rather than starting there.
  public let centred: Bool
  /// What frames see beyond the ends.
  public let padding: FramePadding

  /// Frames of `size` samples, `hop` apart, both at least 1.
  public init(size: Int = 2048, hop: Int = 512, centred: Bool = true, padding: FramePadding = .zero) {
    precondition(size > 0 && hop > 0, "frames of \(size) samples, \(hop) apart, cannot be cut")
    (self.size, self.hop, self.centred, self.padding) = (size, hop, centred, padding)
  }

  /// Samples that the first frame reaches before the clip.
  public var lead: Int { centred ? size / 2 : 0 }

  /// Frames of a clip of `samples` samples: 1 + (samples + 2 lead - size) / hop, or 0 if not one fits.
  public func count(samples: Int) -> Int {
    let padded = samples + 2 * lead
    guard samples > 0, padded >= size else { return 0 }
    return 1 + (padded - size) / hop
  }

  /// Copies frame `t`, weighted, without allocating: destination[i] = clip[t hop - lead + i] weights[i].
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  public func copy<Scalar: FFTScalar>(
    frame t: Int, of clip: UnsafeBufferPointer<Float>, weights: UnsafePointer<Scalar>,
    to destination: UnsafeMutablePointer<Scalar>
  ) {
    let first = t * hop - lead
    let inside = max(0, -first)..<max(max(0, -first), min(size, clip.count - first))
    for i in 0..<min(inside.lowerBound, size) { destination[i] = Scalar(beyond(first + i, clip)) * weights[i] }
    if inside.lowerBound < inside.upperBound {
      let source = clip.baseAddress! + (first + inside.lowerBound)
      let weight = weights + inside.lowerBound
      let target = destination + inside.lowerBound
      for i in 0..<inside.count { target[i] = Scalar(source[i]) * weight[i] }
    }
    for i in min(inside.upperBound, size)..<size { destination[i] = Scalar(beyond(first + i, clip)) * weights[i] }
  }

  /// The sample at a position outside the clip.
  private func beyond(_ position: Int, _ clip: UnsafeBufferPointer<Float>) -> Float {
    guard padding != .zero, clip.count > 0 else { return 0 }
    let last = clip.count - 1
    if padding == .edge || last == 0 { return clip[min(max(position, 0), last)] }
    let place = ((position % (2 * last)) + 2 * last) % (2 * last)
    return clip[place <= last ? place : 2 * last - place]
  }
}

/// The shape that a frame is weighted with.
public enum Window: String, Choice {
  case hann, hamming, blackman, rectangular

  /// What the word stands for.
  public var meaning: String {
    switch self {
    case .hann: "1/2 - 1/2 cos(2πn / N)."
    case .hamming: "0.54 - 0.46 cos(2πn / N)."
    case .blackman: "0.42 - 0.5 cos(2πn / N) + 0.08 cos(4πn / N)."
    case .rectangular: "1 throughout."
    }
  }

  /// The weights.
  /// - Parameters:
  ///   - size: how many.
  ///   - periodic: whether N is `size`, for spectra, rather than `size - 1`, for filters, which makes both ends equal.
  public func values<Scalar: FFTScalar>(_ size: Int, periodic: Bool = true) -> [Scalar] {
    guard size > 1 else { return Array(repeating: 1, count: size) }
    let step = 2 * Double.pi / Double(periodic ? size : size - 1)
    return (0..<size).map { n in
      let angle = step * Double(n)
      let value =
        switch self {
        case .hann: 0.5 - 0.5 * cos(angle)
        case .hamming: 0.54 - 0.46 * cos(angle)
        case .blackman: 0.42 - 0.5 * cos(angle) + 0.08 * cos(2 * angle)
        case .rectangular: 1.0
        }
      return Scalar(value)
    }
  }
}
