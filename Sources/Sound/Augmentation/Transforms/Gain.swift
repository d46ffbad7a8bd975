import Audio
import Determinism
import Glibc
import Settings

/// Makes the sound louder or softer.
public struct Gain: Transform {
  /// What recipes call it.
  public static let name = "gain"
  /// What it is for and what its keys mean.
  public static let about = About("Makes the sound louder or softer.") {
    Key("db", "By how many decibels.", in: -100...100, unit: "dB")
  }

  /// By how many decibels.
  public var db = Amount.between(-6, 6)

  /// Six decibels either way.
  public init() {}

  /// Fixes the decibels.
  public func drawn(using random: inout Random) -> Gain {
    var result = self
    result.db = db.drawn(using: &random)
    return result
  }

  /// Multiplies the sound.
  public func apply(to sound: inout Waveform, random: inout Random, workbench: Workbench) {
    let factor = Float(pow(10, db.value(using: &random) / 20))
    sound.samples.withUnsafeMutableBufferPointer { x in
      for i in x.indices { x[i] *= factor }
    }
  }
}
