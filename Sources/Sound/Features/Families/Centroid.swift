import Settings
import Signal

/// Spectral centroid: the mean frequency, weighted by magnitude: Σ f |X| / Σ |X|. // [1, frames], Hz
public struct Centroid: Family {
  /// `centroid` in recipes.
  public static let name = "centroid"
  /// What it is for and what its keys mean.
  public static let about = About(
    "Spectral centroid: the mean frequency, weighted by magnitude: Σ f |X| / Σ |X|.")

  /// The defaults above.
  public init() {}

  /// Builds the computation for the stack's clips.
  public func computation(in stack: Stack) throws -> any FeatureComputation {
    let spectrogram = stack.spectrogram()
    let frequencies = FrequencyAxis(spectrogram)
    return SpectralComputation(
      [FeatureRow(name: Self.name, unit: "Hz")], of: spectrogram, demanding: .magnitude
    ) { frame, column, _ in column[0] = frequencies.centroid(of: frame) }
  }
}

/// Spectral bandwidth: (Σ |f - centroid|^p |X| / Σ |X|)^(1/p). // [1, frames], Hz
public struct Bandwidth: Family {
  /// `bandwidth` in recipes.
  public static let name = "bandwidth"
  /// What it is for and what its keys mean.
  public static let about = About("Spectral bandwidth: (Σ |f - centroid|^p |X| / Σ |X|)^(1/p).") {
    Key("p", "The exponent p.", in: 1e-3...100)
  }

  /// The exponent p.
  public var p = 2.0

  /// The defaults above.
  public init() {}

  /// Builds the computation for the stack's clips.
  public func computation(in stack: Stack) throws -> any FeatureComputation {
    let spectrogram = stack.spectrogram()
    let frequencies = FrequencyAxis(spectrogram)
    let exponent = Float(p)
    return SpectralComputation(
      [FeatureRow(name: Self.name, unit: "Hz")], of: spectrogram, demanding: .magnitude
    ) { frame, column, _ in column[0] = frequencies.bandwidth(of: frame, p: exponent) }
  }
}
