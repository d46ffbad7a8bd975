import Audio
import Determinism
import Glibc
import Settings

/// Mixes in a stretch of another recording at a signal-to-noise ratio: `{ background: { paths: ["cafe.wav"], snr: 10 } }`.
///
/// A recording shorter than the clip is repeated, its end fading into its beginning.
public struct Background: Transform {
  /// What recipes call it.
  public static let name = "background"
  /// What it is for and what its keys mean.
  public static let about = About(
    """
    Mixes in a stretch of another recording. A recording shorter than the clip is repeated, its end fading into \
    its beginning.
    """
  ) {
    Key("paths", "Sound files; each clip gets one of them.", example: "paths: [\"cafe.wav\"]")
    Key("snr", "Ratio of the clip's mean power to the background's.", in: -100...200, unit: "dB")
    Key("start", "Where in the recording the stretch starts, from 0 (its beginning) to 1 (its end).", in: 0...1)
  }

  /// Sound files; each clip gets one of them.
  public var paths: [String] = []
  /// Decibels between the clip's mean power and the background's.
  public var snr = Amount.between(5, 20)
  /// Where in the recording the stretch starts, from 0 (its beginning) to 1 (its end).
  public var start = Amount.between(0, 1)

  /// A background without a recording, which a recipe must name.
  public init() {}

  /// There must be a recording.
  public func validate() throws {
    if paths.isEmpty { throw Invalid("expected paths with at least one sound file") }
  }

  /// The recordings.
  public var files: [String] { paths }

  /// Fixes the recording, the ratio and the start.
  public func drawn(using random: inout Random) -> Background {
    var result = self
    if paths.count > 1 { result.paths = [paths[random.integer(below: paths.count)]] }
    result.snr = snr.drawn(using: &random)
    result.start = start.drawn(using: &random)
    return result
  }

  /// Adds the stretch.
  public func apply(to sound: inout Waveform, random: inout Random, workbench: Workbench) throws(AudioError) {
    let choice = drawn(using: &random)
    guard let path = choice.paths.first else { return }
    let recording = try workbench.recording(path, rate: sound.rate).samples
    let first = Int(choice.start.value(using: &random) * Double(recording.count))
    let background = Waveform(
      samples: Background.stretch(of: recording, from: first, count: sound.samples.count, fade: sound.rate / 100),
      rate: sound.rate)
    let level = background.level
    guard level > 0 else { return }
    let gain = Float(sound.level / level * pow(10, -choice.snr.value(using: &random) / 20))
    for i in sound.samples.indices { sound.samples[i] += gain * background.samples[i] }
  }

  /// Samples from a place on, going round where the recording ends.
  static func stretch(of recording: [Float], from first: Int, count: Int, fade: Int) -> [Float] {
    guard !recording.isEmpty else { return [Float](repeating: 0, count: count) }
    let fade = min(fade, recording.count / 2)
    let period = recording.count - fade
    return (0..<count).map { i in
      let place = (first + i) % period
      // On the way round, the recording's last samples fade out under its first.
      guard place < fade, first + i >= period else { return recording[place] }
      let angle = Float.pi / 2 * (Float(place) + 0.5) / Float(fade)
      return sin(angle) * recording[place] + cos(angle) * recording[place + period]
    }
  }
}
