import Settings

/// Lifts high frequencies: `y[n] = x[n] - coefficient * x[n-1]`.
public struct PreEmphasis: Settings {
  /// What it is for and what its keys mean.
  public static let about = About("Lifts high frequencies: `y[n] = x[n] - coefficient * x[n-1]`.") {
    Key("coefficient", "How much of the sample before is taken away.", in: 0...1)
    Key("start", "What the first sample, which has none before it, becomes.")
  }

  /// What the first sample, which has none before it, becomes.
  public enum Start: String, Choice {
    case kept, extrapolated

    /// What the word stands for.
    public var meaning: String {
      switch self {
      case .kept: "`x[0]`, as in python_speech_features."
      case .extrapolated:
        """
        `3 x[0] - x[1]`, as in librosa, which continues the first two samples backwards along a line.
        """
      }
    }
  }

  /// How much of the sample before is taken away.
  public var coefficient = 0.97
  /// What the first sample becomes.
  public var start = Start.kept

  /// The settings of python_speech_features.
  public init() {}

  /// Filters in place.
  public func apply(to samples: inout [Float]) {
    guard let first = samples.first else { return }
    let factor = Float(coefficient)
    let second = samples.count > 1 ? samples[1] : first
    samples.withUnsafeMutableBufferPointer { x in
      // From the end on, so that every sample still finds the original before it.
      for i in stride(from: x.count - 1, to: 0, by: -1) { x[i] -= factor * x[i - 1] }
      if start == .extrapolated { x[0] = first + (2 * first - second) }
    }
  }
}
