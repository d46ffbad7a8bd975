import Settings
import Signal

/// Chroma energy normalised statistics (Müller and Ewert 2011): constant-Q chroma quantised by its share of a frame,
/// smoothed over time and scaled to length 1. // [bins, frames]
public struct ChromaCens: Family {
  /// `chromaCens` in recipes.
  public static let name = "chromaCens"
  /// What it is for and what its keys mean.
  public static let about = About(
    """
    Chroma energy normalised statistics (Müller and Ewert 2011): constant-Q chroma quantised by its share of a \
    frame, smoothed over time and scaled to length 1.
    """
  ) {
    Key("bins", "Pitch classes per octave: a divisor of 36.", in: 1...36)
    Key("smoothing", "Frames that are smoothed over.", in: 1...100_000, unit: "frames")
  }

  /// Pitch classes per octave: a divisor of 36.
  public var bins = 12
  /// Frames that are smoothed over.
  public var smoothing = 41

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
    let transform = try stack.constantQ(tuning: nil)
    var window: [Float] = Window.hann.values(smoothing + 2, periodic: false)
    let sum = window.reduce(0, +)
    window = window.map { $0 / sum }
    let (bins, weights) = (bins, window)
    let quantised = MatrixStorage()
    return ClipComputation(FeatureRow.numbered(Self.name, count: bins, unit: "1"), on: stack.timeline) {
      clip, values in
      ConstantQFolding.fold(try transform.values(of: clip), to: values)
      ChromaNorm.sum.apply(values)
      let steps = quantised.matrix(rows: bins, columns: values.columns)
      let centre = weights.count / 2
      for r in 0..<bins {
        for t in 0..<values.columns {
          let share = values[r, t]
          steps[r, t] = share > 0.4 ? 1 : share > 0.2 ? 0.75 : share > 0.1 ? 0.5 : share > 0.05 ? 0.25 : 0
        }
        for t in 0..<values.columns {
          // Convolution, centred on the window's middle or, if it has an even size, right of it.
          let from = max(0, t - (weights.count - 1 - centre))
          let to = min(values.columns - 1, t + centre)
          values[r, t] = (from...to).reduce(Float(0)) { $0 + steps[r, $1] * weights[centre + t - $1] }
        }
      }
      ChromaNorm.length.apply(values)
    }
  }
}
