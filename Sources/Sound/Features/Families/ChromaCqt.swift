import Settings
import Signal

/// Chroma from a constant-Q transform: magnitude by pitch class over seven octaves from C1; class 0 is C.
/// // [bins, frames]
public struct ChromaCqt: Family {
  /// `chromaCqt` in recipes.
  public static let name = "chromaCqt"

  /// Pitch classes per octave: a divisor of 36.
  public var bins = 12
  /// Deviation from A 440 in fractions of a third of a semitone; estimated from each clip if null.
  public var tuning: Double?
  /// How a frame's classes are scaled.
  public var norm = ChromaNorm.max

  /// The defaults above.
  public init() {}

  /// Checks the ranges of values.
  public func validate() throws {
    guard bins > 0, ConstantQSpectrogram.binsPerOctave % bins == 0 else {
      throw Invalid("bins must be a divisor of \(ConstantQSpectrogram.binsPerOctave), found \(bins)")
    }
    try require("tuning", tuning, in: -120...120)
  }

  /// Builds the computation for the stack's clips.
  public func computation(in stack: Stack) throws -> any FeatureComputation {
    let transform = try stack.constantQ(tuning: tuning)
    let norm = norm
    return ClipComputation(FeatureRow.numbered(Self.name, count: bins, unit: "1"), on: stack.timeline) {
      clip, values in
      ConstantQFolding.fold(try transform.values(of: clip), to: values)
      norm.apply(values)
    }
  }
}
