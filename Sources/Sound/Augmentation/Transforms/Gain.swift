import Audio
import Determinism
import Glibc
import Settings

/// Makes the sound louder or softer.
public struct Gain: Transform {
  /// What recipes call it.
  public static let name = "gain"

  /// By how many decibels.
  public var db = Amount.between(-6, 6)

  /// Six decibels either way.
  public init() {}

  /// At most 100 decibels either way.
  public func validate() throws { try db.require("db", in: -100...100) }

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
