import Audio
import Determinism
import Settings

/// Plays the sound `factor` times as fast, as a tape would: shorter and higher together.
public struct Speed: Transform {
  /// What recipes call it.
  public static let name = "speed"
  /// What it is for and what its keys mean.
  public static let about = About(
    "Plays the sound faster or slower as a tape would: shorter and higher together."
  ) {
    Key(
      "factor", "How many times as fast; speech recognisers are often trained with 0.9, 1 and 1.1 (Ko et al. 2015).",
      in: 0.1...10)
  }

  /// How many times as fast.
  public var factor = Amount.between(0.9, 1.1)

  /// A tenth either way.
  public init() {}

  /// Fixes the factor.
  public func drawn(using random: inout Random) -> Speed {
    var result = self
    result.factor = factor.drawn(using: &random)
    return result
  }

  /// Resamples the sound.
  public func apply(to sound: inout Waveform, random: inout Random, workbench: Workbench) throws(AudioError) {
    let rate = Double(sound.rate)
    sound.samples = try Resampler.resample(sound.samples, from: rate * factor.value(using: &random), to: rate)
  }
}
