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

/// How something is said: what emotion moves, each as a distance from a speaker's ordinary speech.
struct Manner: Equatable {
  /// Mean pitch, in semitones.
  var pitch = 0.0
  /// Pitch movement, as the logarithm of a factor.
  var range = 0.0
  /// Pace, as the logarithm of a factor.
  var tempo = 0.0
  /// Loudness, in dB.
  var level = 0.0
  /// Brightness: level well above 1.5 kHz, in dB.
  var tilt = 0.0
  /// Air that passes the glottis unsounded, as a share of the voice.
  var breath = 0.0
  /// Irregularity from one glottal pulse to the next, as a share of the period.
  var jitter = 0.0
  /// Slow trembling of pitch, in semitones.
  var tremor = 0.0
  /// Pitch at the end against the middle, in semitones.
  var ending = 0.0

  /// What an emotion typically does when it is shown fully (after Scherer 2003, Juslin and Laukka 2003).
  static func typical(of emotion: Emotion) -> Manner {
    switch emotion {
    case .neutral:
      Manner()
    case .calm:
      Manner(pitch: -1.5, range: -0.4, tempo: -0.15, level: -5, tilt: -3.5, breath: 0.1, ending: -1)
    case .happy:
      Manner(pitch: 4, range: 0.5, tempo: 0.1, level: 3, tilt: 2, breath: 0, ending: 1)
    case .sad:
      Manner(pitch: -1.5, range: -0.5, tempo: -0.3, level: -9, tilt: -8, breath: 0.22, jitter: 0.006, ending: -2.5)
    case .angry:
      Manner(pitch: 3, range: 0.35, tempo: 0.12, level: 9, tilt: 8, breath: -0.02, jitter: 0.012, ending: -2)
    case .fearful:
      Manner(pitch: 6, range: -0.1, tempo: 0.25, level: 1, tilt: 1, breath: 0.15, jitter: 0.012, tremor: 0.9)
    case .disgust:
      Manner(pitch: -3, range: 0.15, tempo: -0.25, level: 0.5, tilt: 3, breath: 0.05, jitter: 0.03, ending: -3)
    case .surprised:
      Manner(pitch: 6.5, range: 0.7, tempo: -0.05, level: 3, tilt: 0, breath: 0.06, ending: 6)
    case .boredom:
      Manner(pitch: -2.5, range: -0.7, tempo: -0.2, level: -3, tilt: -2, breath: 0.05, ending: -1)
    }
  }

  /// How far two ordinary takes of the same thing by the same speaker lie apart, as a standard deviation.
  static let wobble = Manner(
    pitch: 0.9, range: 0.14, tempo: 0.05, level: 1.3, tilt: 1.2, breath: 0.02, jitter: 0.002, tremor: 0.1, ending: 1)

  /// Sum of both, each times a factor.
  static func blend(_ a: Manner, _ weightA: Double, _ b: Manner, _ weightB: Double) -> Manner {
    var sum = Manner()
    for part in parts { sum[keyPath: part] = weightA * a[keyPath: part] + weightB * b[keyPath: part] }
    return sum
  }

  /// A normally distributed deviation around zero.
  static func deviation(_ random: inout Random) -> Manner {
    var manner = Manner()
    for part in parts { manner[keyPath: part] = random.normal() * wobble[keyPath: part] }
    return manner
  }

  private static var parts: [WritableKeyPath<Manner, Double>] {
    [\.pitch, \.range, \.tempo, \.level, \.tilt, \.breath, \.jitter, \.tremor, \.ending]
  }
}

/// Made-up raters and a made-up register of speakers, for schemes that keep such tables beside the sound.
struct Ratings {
  let clips: [Clip]
  let seed: Seed

  /// File names and CSV texts: CREMA-D's two tables; nothing for the others.
  func tables(of scheme: Scheme) -> [(name: String, text: String)] {
    guard scheme == .cremad else { return [] }
    return [("VideoDemographics.csv", demographics), ("summaryTable.csv", votes)]
  }

  private var demographics: String {
    let people = Dictionary(clips.map { ($0.ownSpeaker, $0.sex) }) { first, _ in first }
    var text = "\"ActorID\",\"Age\",\"Sex\",\"Race\",\"Ethnicity\"\n"
    for (speaker, sex) in people.sorted(by: { $0.key < $1.key }) {
      var random = Random(seed.derived(for: "age", speaker))
      let age = 20 + random.integer(below: 55)
      text += "\(speaker),\(age),\"\(sex == .male ? "Male" : "Female")\",\"Synthetic\",\"Synthetic\"\n"
    }
    return text
  }

  private var votes: String {
    let columns = [
      "", "FileName", "VoiceVote", "VoiceLevel", "FaceVote", "FaceLevel", "MultiModalVote", "MultiModalLevel",
    ]
    var text = columns.map { "\"\($0)\"" }.joined(separator: ",") + "\n"
    for (index, clip) in clips.sorted(by: { $0.id < $1.id }).enumerated() {
      let (vote, level) = vote(on: clip)
      let fields = ["\(index + 1)", clip.ownName, vote, level, vote, level, vote, level]
      text += fields.map { "\"\($0)\"" }.joined(separator: ",") + "\n"
    }
    return text
  }

  /// Raters mostly hear what was meant, else nothing much, else something else; now and then they are tied.
  private func vote(on clip: Clip) -> (String, String) {
    var random = Random(seed.derived(for: "vote", clip.id))
    let letters = ["A", "D", "F", "H", "N", "S"]
    let meant = Ratings.letter(of: clip.emotion)
    let draw = random.uniform()
    let heard = draw < 0.6 ? meant : draw < 0.88 ? "N" : letters[random.integer(below: letters.count)]
    var tied: Set<String> = [heard]
    if random.uniform() < 0.08 { tied.insert(heard == "N" ? meant : "N") }
    let levels = tied.sorted().map { _ in String(45 + random.integer(below: 45)) }
    return (tied.sorted().joined(separator: ":"), levels.joined(separator: ":"))
  }

  private static func letter(of emotion: Emotion) -> String {
    switch emotion {
    case .angry: "A"
    case .disgust: "D"
    case .fearful: "F"
    case .happy: "H"
    case .sad: "S"
    default: "N"
    }
  }
}
