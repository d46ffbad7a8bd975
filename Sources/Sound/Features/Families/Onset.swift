import Settings
import Signal

/// Onset strength: the mean rise of mel levels from `lag` frames before, in dB. // [1, frames]
///
/// As in librosa, the curve is delayed by half a frame, which is how far a centred frame looks ahead.
public struct Onset: Family {
  /// `onset` in recipes.
  public static let name = "onset"
  /// What it is for and what its keys mean.
  public static let about = About("Onset strength: the mean rise of mel levels from `lag` frames before, in dB.") {
    Key("lag", "Distance of the levels that are compared.", in: 1...1 << 20, unit: "frames")
    Key("mels", "Mel bands.", in: 1...4096)
  }

  /// Frames between the levels that are compared.
  public var lag = 1
  /// Mel bands.
  public var mels = 128

  /// The defaults above.
  public init() {}

  /// Builds the computation for the stack's clips.
  public func computation(in stack: Stack) throws -> any FeatureComputation {
    let decibels = try stack.decibels(MelShape(bands: mels))
    let delay = lag + (stack.frame.center ? stack.frame.size / (2 * stack.frame.hop) : 0)
    let lag = lag
    return ClipComputation([FeatureRow(name: Self.name, unit: "dB")], on: stack.timeline) { clip, values in
      let levels = try decibels.values(of: clip)
      let strength = values.row(0)
      strength.update(repeating: 0, count: values.columns)
      let count = values.columns - max(delay, lag)
      guard count > 0 else { return }
      for b in 0..<levels.rows {
        let row = levels.row(b)
        Arrays.addRise(row + lag, from: row, to: strength + delay, count: count)
      }
      Arrays.scale(strength, to: strength, count: values.columns, by: 1 / Float(levels.rows))
    }
  }
}
