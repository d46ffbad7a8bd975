import Settings

/// Lifts high frequencies: `y[n] = x[n] - coefficient * x[n-1]`.
public struct PreEmphasis: Settings {
  /// What the first sample, which has none before it, becomes.
  public enum Start: String, Choice {
    /// `x[0]`, as in python_speech_features.
    case kept
    /// `3 x[0] - x[1]`, as in librosa, which continues the first two samples backwards along a line.
    case extrapolated
  }

  /// How much of the sample before is taken away.
  public var coefficient = 0.97
  /// What the first sample becomes.
  public var start = Start.kept

  /// The settings of python_speech_features.
  public init() {}

  /// The coefficient lies in [0, 1].
  public func validate() throws {
    if !(0...1).contains(coefficient) { throw Invalid("coefficient must be from 0 to 1, found \(coefficient)") }
  }

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
