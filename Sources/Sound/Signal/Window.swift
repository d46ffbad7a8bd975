import Glibc
import Settings

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
