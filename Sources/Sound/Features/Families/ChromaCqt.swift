import Settings
import Signal

/// Chroma from a constant-Q transform: magnitude by pitch class over seven octaves from C1; class 0 is C.
/// // [bins, frames]
public struct ChromaCqt: Family {
  /// `chromaCqt` in recipes.
  public static let name = "chromaCqt"
  /// What it is for and what its keys mean.
  public static let about = About(
    "Chroma from a constant-Q transform: magnitude by pitch class over seven octaves from C1; class 0 is C."
  ) {
    Key("bins", "Pitch classes per octave: a divisor of 36.", in: 1...36)
    Key(
      "tuning", "Deviation from A 440 in fractions of a third of a semitone; estimated from each clip when left out.",
      in: -120...120, example: "tuning: 0")
    Key("norm", "How a frame's classes are scaled.")
  }

  /// Pitch classes per octave: a divisor of 36.
  public var bins = 12
  /// Deviation from A 440 in fractions of a third of a semitone.
  public var tuning: Double?
  /// How a frame's classes are scaled.
  public var norm = ChromaNorm.max

  /// The defaults above.
  public init() {}

  /// Each of the 36 bins of an octave belongs to one class.
  public func validate() throws {
    guard ConstantQSpectrogram.binsPerOctave % bins == 0 else {
      throw Invalid("bins must be a divisor of \(ConstantQSpectrogram.binsPerOctave), found \(bins)")
    }
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
