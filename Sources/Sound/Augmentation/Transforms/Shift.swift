import Audio
import Determinism
import Glibc
import Settings

/// Moves the sound along in time; what leaves at one end comes back at the other, as `numpy.roll`.
public struct Shift: Transform {
  /// What recipes call it.
  public static let name = "shift"
  /// What it is for and what its keys mean.
  public static let about = About(
    "Moves the sound along in time; what leaves at one end comes back at the other, as `numpy.roll`."
  ) {
    Key(
      "samples", "How many samples later, up to 5,000 either way where neither this nor `seconds` is given.",
      in: -1e9...1e9, example: "samples: { min: -5000, max: 5000, whole: true }")
    Key("seconds", "How many seconds later; either this or `samples`.", in: -1e5...1e5, example: "seconds: 0.1")
    Key(
      "fade",
      """
      Time over which the sound fades out before the place where its end meets its beginning, and in after it; 0 \
      moves the samples and changes none, which may click.
      """, in: 0...10, unit: "seconds")
  }

  /// How many samples later, up to 5,000 either way where neither this nor `seconds` is given.
  public var samples: Amount?
  /// How many seconds later.
  public var seconds: Amount?
  /// Seconds over which the sound fades out before the place where its end meets its beginning, and in after it.
  public var fade = 0.0

  /// Up to 5,000 samples either way, without fading.
  public init() {}

  /// At most one of the two units.
  public func validate() throws {
    if samples != nil, seconds != nil { throw Invalid("expected either samples or seconds") }
  }

  /// Fixes the way.
  public func drawn(using random: inout Random) -> Shift {
    var result = self
    if let seconds {
      result.seconds = seconds.drawn(using: &random)
    } else {
      result.samples = (samples ?? .between(-5000, 5000, whole: true)).drawn(using: &random)
    }
    return result
  }

  /// Turns the sound round.
  public func apply(to sound: inout Waveform, random: inout Random, workbench: Workbench) {
    let count = sound.samples.count
    guard count > 0 else { return }
    let way = drawn(using: &random)
    let distance =
      way.seconds.map { $0.value(using: &random) * Double(sound.rate) } ?? way.samples?.value(using: &random) ?? 0
    let later = (Int(distance.rounded()) % count + count) % count
    sound.samples = Array(sound.samples[(count - later)...]) + sound.samples[..<(count - later)]
    let length = min(Int(fade * Double(sound.rate)), count / 2)
    guard later > 0, length > 0 else { return }
    for i in 0..<length {
      // A quarter of a cosine's period: it starts and ends without a corner.
      let gain = 0.5 - 0.5 * cos(.pi * (Float(i) + 0.5) / Float(length))
      sound.samples[(later + i) % count] *= gain
      sound.samples[(later - 1 - i + count) % count] *= gain
    }
  }
}
