import Audio
import Determinism
import Settings

/// What a telephone lets through: fourth-order Butterworth filters on both sides of a band.
public struct Telephone: Transform {
  /// What recipes call it.
  public static let name = "telephone"
  /// What it is for and what its keys mean.
  public static let about = About(
    "What a telephone lets through: fourth-order Butterworth filters on both sides of a band."
  ) {
    Key("low", "Where the band begins: -3 dB, falling by 24 dB per octave.", in: 1...1e6, unit: "Hz")
    Key("high", "Where the band ends.", in: 1...1e6, unit: "Hz")
  }

  /// Where the band begins: -3 dB, falling by 24 dB per octave.
  public var low = 300.0
  /// Where the band ends.
  public var high = 3400.0

  /// The band of the analogue telephone, 300 to 3,400 Hz.
  public init() {}

  /// The band must have a width.
  public func validate() throws {
    if low >= high { throw Invalid("expected low to be below high, found \(low) and \(high)") }
  }

  /// Filters the sound; a side of the band above the Nyquist frequency is left open.
  public func apply(to sound: inout Waveform, random: inout Random, workbench: Workbench) {
    let rate = Double(sound.rate)
    var filters = Biquad.butterworth(.highPass, order: 4, cutoff: low, rate: rate)
    if high < 0.499 * rate { filters += Biquad.butterworth(.lowPass, order: 4, cutoff: high, rate: rate) }
    Biquad.run(filters, over: &sound.samples)
  }
}
