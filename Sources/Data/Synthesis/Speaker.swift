import Corpora
import Determinism
import Glibc

/// A made-up person: a vocal tract, a voice, and habits of showing emotions.
struct Speaker {
  /// Resonances against those of a man's vocal tract of 17.5 cm.
  let tract: Double
  /// Ordinary pitch, in Hz.
  let pitch: Double
  /// Ordinary manner: pace, loudness, brightness, breath.
  let manner: Manner
  /// Share of a period for which the glottis is open.
  let openQuotient: Double
  /// Noise of the room they were recorded in, in dB of full scale.
  let room: Double

  private let strengths: [Double]
  private let habits: [Manner]

  /// Makes up a person from their id; the same seed gives the same person.
  init(_ id: String, sex: Sex, seed: Seed) {
    var random = Random(seed.derived(for: "speaker", id))
    let isFemale = sex == .female
    tract = (isFemale ? 1.16 : 1.0) * exp(0.04 * random.normal())
    pitch = (isFemale ? 205 : 118) * exp(0.12 * random.normal())
    openQuotient = min(0.8, max(0.4, (isFemale ? 0.65 : 0.55) + 0.05 * random.normal()))
    room = random.uniform(-76, -66)
    var own = Manner.deviation(&random)
    own.tempo += 0.06 * random.normal()
    own.level += 1.5 * random.normal()
    // Pitch has its own spread above, and a breath below nothing cannot be drawn.
    own.pitch = 0
    own.breath = abs(own.breath) + (isFemale ? 0.03 : 0.01)
    own.jitter = abs(own.jitter) + 0.004
    own.ending -= 1.5
    manner = own
    strengths = Emotion.allCases.map { _ in min(1.4, max(0.45, 1 + 0.22 * random.normal())) }
    habits = Emotion.allCases.map { _ in Manner.deviation(&random) }
  }

  /// How this person says one thing: their ordinary manner, moved by the emotion as far as they show it, with their own
  /// habits, and never twice the same.
  func manner(of clip: Clip, seed: Seed) -> Manner {
    var random = Random(seed.derived(for: "manner", clip.id))
    let emotion = Emotion.allCases.firstIndex(of: clip.emotion) ?? 0
    let force = strengths[emotion] * Speaker.force(of: clip.intensity) * exp(0.15 * random.normal())
    var shown = Manner.blend(.typical(of: clip.emotion), force, habits[emotion], 0.7)
    // Now and then a take half turns into something else, as acted emotions do: nobody can tell all clips apart.
    if random.uniform() < 0.1 {
      let other = Emotion.allCases[random.integer(below: Emotion.allCases.count - 1)]
      shown = .blend(shown, 0.45, .typical(of: other), 0.55 * force)
    }
    shown = .blend(shown, 1, Manner.deviation(&random), 1)
    var result = Manner.blend(manner, 1, shown, 1)
    result.breath = min(0.5, max(0.005, result.breath))
    result.jitter = min(0.06, max(0.002, result.jitter))
    result.tremor = max(0, result.tremor)
    return result
  }

  private static func force(of intensity: Intensity) -> Double {
    switch intensity {
    case .low: 0.5
    case .normal, .medium: 0.85
    case .unspecified: 0.9
    case .strong, .high: 1.15
    }
  }
}
