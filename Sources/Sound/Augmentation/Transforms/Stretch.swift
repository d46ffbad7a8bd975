import Audio
import Determinism
import Settings
import Signal

/// Lets the sound run `rate` times as fast at the same pitch, as `librosa.effects.time_stretch`.
public struct Stretch: Transform {
  /// What recipes call it.
  public static let name = "stretch"
  /// What it is for and what its keys mean.
  public static let about = About("Changes the tempo at the same pitch, as `librosa.effects.time_stretch`.") {
    Key("rate", "How many times as fast: 0.8 makes a clip longer, 1.2 shorter.", in: 0.1...10)
  }

  /// How many times as fast: 0.8 makes a clip longer, 1.2 shorter.
  public var rate = Amount.fixed(0.8)

  /// The notebooks' rate, 0.8.
  public init() {}

  /// Fixes the rate.
  public func drawn(using random: inout Random) -> Stretch {
    var result = self
    result.rate = rate.drawn(using: &random)
    return result
  }

  /// Stretches the sound.
  public func apply(to sound: inout Waveform, random: inout Random, workbench: Workbench) {
    sound.samples = Stretch.stretched(sound.samples, rate: rate.value(using: &random), workbench)
  }

  static func stretched(_ samples: [Float], rate: Double, _ workbench: Workbench) -> [Float] {
    let count = PhaseVocoder.count(samples.count, rate: rate)
    return [Float](unsafeUninitializedCapacity: count) { target, filled in
      let whole = UnsafeMutableBufferPointer(rebasing: target[..<count])
      samples.withUnsafeBufferPointer { workbench.vocoder.stretch($0, rate: rate, into: whole) }
      filled = count
    }
  }
}
