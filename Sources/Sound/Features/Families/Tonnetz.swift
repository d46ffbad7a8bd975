import Glibc
import Settings
import Signal

/// Tonal centroids (Harte, Sandler and Gasser 2006): chroma projected on the circles of fifths, minor thirds and major
/// thirds. // [6, frames]
public struct Tonnetz: Family {
  /// `tonnetz` in recipes.
  public static let name = "tonnetz"
  /// What it is for and what its keys mean.
  public static let about = About(
    """
    Tonal centroids (Harte, Sandler and Gasser 2006): chroma projected on the circles of fifths, minor thirds \
    and major thirds.
    """
  ) {
    Key("chroma", "Which chroma is projected.")
  }

  /// Which chroma is projected.
  public enum Source: String, Choice {
    case cqt, stft

    /// What the word stands for.
    public var meaning: String {
      switch self {
      case .cqt: "From a constant-Q transform."
      case .stft: "From the Fourier transform."
      }
    }
  }

  /// Which chroma is projected.
  public var chroma = Source.cqt

  /// The defaults above.
  public init() {}

  /// Builds the computation for the stack's clips.
  public func computation(in stack: Stack) throws -> any FeatureComputation {
    let chroma = try stack.feature(self.chroma == .cqt ? ChromaCqt() : Chroma())
    // Steps around each circle per semitone, in half turns, and the circles' radii; sine comes before cosine.
    let circles: [(step: Double, radius: Double)] = [(7.0 / 6, 1), (3.0 / 2, 1), (2.0 / 3, 0.5)]
    let projection = circles.flatMap { circle in
      [0.5, 0].map { shift in (0..<12).map { circle.radius * cos(.pi * (circle.step * Double($0) - shift)) } }
    }
    return ClipComputation(FeatureRow.numbered(Self.name, count: 6, unit: "1"), on: stack.timeline) { clip, values in
      let classes = try chroma.values(of: clip)
      for t in 0..<values.columns {
        var total = 0.0
        for c in 0..<12 { total += Double(abs(classes[c, t])) }
        let scale = total < Double(Float.leastNormalMagnitude) ? 1 : 1 / total
        for r in 0..<6 {
          var sum = 0.0
          for c in 0..<12 { sum += projection[r][c] * (Double(classes[c, t]) * scale) }
          values[r, t] = Float(sum)
        }
      }
    }
  }
}
