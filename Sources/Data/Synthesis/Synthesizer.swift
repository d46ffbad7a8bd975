import Corpora
import Determinism
import Glibc

/// Speaks a clip: emotional pseudo-speech as 16-bit samples.
struct Synthesizer {
  let seed: Seed
  let rate: Int
  /// Room before and after the speech, in seconds.
  let margin: ClosedRange<Double>

  /// RMS of ordinary speech, in dB of full scale.
  private static let ordinaryLevel = -27.0

  /// The clip as its speaker says it, between stretches of a quiet room; depends on seed, id and rate alone.
  func samples(of clip: Clip) -> [Int16] {
    var random = Random(seed.derived(for: "clip", clip.id))
    let speaker = Speaker(clip.speaker, sex: clip.sex, seed: seed)
    let manner = speaker.manner(of: clip, seed: seed)
    let sentence = Sentence(clip.statement, seed: seed)
    let prosody = Prosody(sentence, by: speaker, manner, random: &random)
    let tract = Tract(rate: Double(rate), speaker: speaker, manner: manner)
    let speech = tract.samples(of: prosody, random: &random)
    let pauses = (0..<2).map { _ in Int(random.uniform(margin.lowerBound, margin.upperBound) * Double(rate)) }
    let before = pauses[0], after = pauses[1]
    let power = speech.reduce(0.0) { $0 + Double($1) * Double($1) } / Double(max(speech.count, 1))
    let level = pow(10, (Synthesizer.ordinaryLevel + manner.level) / 20)
    let gain = Float(power > 0 ? level / power.squareRoot() : 0)
    var room = Room(level: speaker.room, random: &random)
    return [Int16](unsafeUninitializedCapacity: before + speech.count + after) { output, count in
      count = before + speech.count + after
      for index in 0..<count {
        let place = index - before
        let voice = speech.indices.contains(place) ? speech[place] * gain : 0
        output[index] = Synthesizer.rounded(voice + room.next())
      }
    }
  }

  /// A 16-bit sample; what comes near full scale is bent, as by a good preamplifier, rather than cut.
  private static func rounded(_ value: Float) -> Int16 {
    let magnitude = abs(value)
    let bent = magnitude < 0.7 ? magnitude : 0.7 + 0.29 * tanh((magnitude - 0.7) / 0.29)
    return Int16((value < 0 ? -bent : bent) * 32_767)
  }
}

/// The noise of a quiet room: white noise through a one-pole low-pass.
private struct Room {
  private let gain: Float
  private var noise: Noise
  private var last: Float = 0

  init(level: Double, random: inout Random) {
    // Uniform noise has an RMS of 1/sqrt 3, and the low-pass lets 1/3 of its power through.
    gain = Float(pow(10, level / 20) * 3)
    noise = Noise(random: &random)
  }

  mutating func next() -> Float {
    last = 0.5 * last + 0.5 * Float(noise.next())
    return last * gain
  }
}
