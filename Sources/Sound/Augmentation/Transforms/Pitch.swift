import Audio
import Determinism
import Glibc
import Settings

/// Moves the pitch by semitones at the same length, as `librosa.effects.pitch_shift`: stretched, then resampled back.
public struct Pitch: Transform {
  /// What recipes call it.
  public static let name = "pitch"
  /// What it is for and what its keys mean.
  public static let about = About(
    "Moves the pitch at the same length, as `librosa.effects.pitch_shift`: stretched, then resampled back."
  ) {
    Key("semitones", "How many semitones up; negative numbers go down.", in: -36...36)
  }

  /// How far up; negative numbers go down.
  public var semitones = Amount.fixed(0.7)

  /// The notebooks' shift, 0.7.
  public init() {}

  /// Fixes the semitones.
  public func drawn(using random: inout Random) -> Pitch {
    var result = self
    result.semitones = semitones.drawn(using: &random)
    return result
  }

  /// Shifts the sound.
  public func apply(to sound: inout Waveform, random: inout Random, workbench: Workbench) throws(AudioError) {
    let rate = pow(2, -semitones.value(using: &random) / 12)
    let stretched = Stretch.stretched(sound.samples, rate: rate, workbench)
    sound.samples = try Resampler.resample(
      stretched, from: Double(sound.rate) / rate, to: Double(sound.rate), length: sound.samples.count)
  }
}
