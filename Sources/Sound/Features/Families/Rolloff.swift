import Settings
import Signal

/// Spectral rolloff: the lowest bin up to which a share of the frame's magnitudes lies. // [1, frames], Hz
public struct Rolloff: Family {
  /// `rolloff` in recipes.
  public static let name = "rolloff"
  /// What it is for and what its keys mean.
  public static let about = About(
    "Spectral rolloff: the lowest bin up to which a share of the frame's magnitudes lies."
  ) {
    Key("share", "The share of the magnitudes.", in: 1e-6..<1)
  }

  /// The share, between 0 and 1.
  public var share = 0.85

  /// The defaults above.
  public init() {}

  /// Builds the computation for the stack's clips.
  public func computation(in stack: Stack) throws -> any FeatureComputation {
    let spectrogram = stack.spectrogram()
    let frequencies = FrequencyAxis(spectrogram)
    let share = Float(share)
    return SpectralComputation(
      [FeatureRow(name: Self.name, unit: "Hz")], of: spectrogram, demanding: .magnitude
    ) { frame, column, _ in
      let goal = share * Arrays.sum(frame.magnitude, count: frame.bins)
      // Whole blocks first: within 64 bins there are few sums left to take one by one.
      var (sum, k): (Float, Int) = (0, 0)
      while k + 64 <= frame.bins {
        let next = sum + Arrays.sum(frame.magnitude + k, count: 64)
        if next >= goal { break }
        (sum, k) = (next, k + 64)
      }
      while k < frame.bins - 1 {
        sum += frame.magnitude[k]
        if sum >= goal { break }
        k += 1
      }
      column[0] = frequencies[k]
    }
  }
}
