import Glibc
import Settings
import Signal

/// Spectral flatness: the geometric over the arithmetic mean of the powers, 1 for noise and near 0 for tones.
/// // [1, frames]
public struct Flatness: Family {
  /// `flatness` in recipes.
  public static let name = "flatness"
  /// What it is for and what its keys mean.
  public static let about = About(
    """
    Spectral flatness: the geometric over the arithmetic mean of the powers, 1 for noise and near 0 for tones.
    """
  ) {
    Key("floor", "The power below which bins count as this much.", in: 1e-37...1e12)
  }

  /// The power below which bins count as this much.
  public var floor = 1e-10

  /// The defaults above.
  public init() {}

  /// Builds the computation for the stack's clips.
  public func computation(in stack: Stack) throws -> any FeatureComputation {
    let floor = Float(floor)
    return SpectralComputation(
      [FeatureRow(name: Self.name, unit: "1")], of: stack.spectrogram(), demanding: .power
    ) { frame, column, _ in
      let count = Double(frame.bins)
      let geometric = exp(Arrays.logSum(frame.power, count: frame.bins, floor: floor) / count)
      column[0] = Float(geometric / (Double(Arrays.sum(frame.power, count: frame.bins, floor: floor)) / count))
    }
  }
}
