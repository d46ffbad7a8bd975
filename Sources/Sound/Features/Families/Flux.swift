import Settings
import Signal

/// Spectral flux: how far a frame's magnitudes are from those of the frame before, √Σ (|X_t| - |X_{t-1}|)²; 0 for the
/// first frame. // [1, frames]
public struct Flux: Family {
  /// `flux` in recipes.
  public static let name = "flux"
  /// What it is for and what its keys mean.
  public static let about = About(
    """
    Spectral flux: how far a frame's magnitudes are from those of the frame before, √Σ (|X_t| - |X_{t-1}|)²; 0 \
    for the first frame.
    """
  ) {
    Key(
      "normalized", "Whether each frame's magnitudes are divided by their sum first, so that loudness does not count.")
  }

  /// Whether each frame's magnitudes are divided by their sum first, so that loudness does not count.
  public var normalized = false

  /// The defaults above.
  public init() {}

  /// Builds the computation for the stack's clips.
  public func computation(in stack: Stack) throws -> any FeatureComputation {
    let spectrogram = stack.spectrogram()
    let bins = spectrogram.bins
    let (current, previous) = (SharedBuffer<Float>(count: bins), SharedBuffer<Float>(count: bins))
    let normalized = normalized
    let first = FirstFrame()
    let computation = SpectralComputation(
      [FeatureRow(name: Self.name, unit: "1")], of: spectrogram, demanding: .magnitude, beginning: { first.next = true }
    ) { frame, column, _ in
      let total = normalized ? Arrays.sum(frame.magnitude, count: bins) : 1
      Arrays.scale(frame.magnitude, to: current.start, count: bins, by: total > 0 ? 1 / total : 1)
      column[0] = first.next ? 0 : Arrays.distance(current.start, previous.start, count: bins)
      previous.start.update(from: current.start, count: bins)
      first.next = false
    }
    return computation
  }

  /// Whether the frame to come is a clip's first.
  private final class FirstFrame { var next = true }
}
