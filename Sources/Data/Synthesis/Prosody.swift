import Determinism
import Glibc

/// A sentence in time: what the mouth and the glottis are to do at each control frame, every 2.5 ms.
struct Prosody {
  /// Control frames a second.
  static let rate = 400.0

  /// Targets of one control frame.
  struct Frame {
    /// Resonances in Hz.
    var formants: SIMD4<Double>
    /// Pitch in Hz.
    var pitch: Double
    /// Strength of the voice and of hiss, 0 to 1.
    var voicing: Double, hiss: Double
    /// Where hiss is centred, in Hz.
    var hissCentre: Double
  }

  let frames: [Frame]

  /// Lays a sentence out.
  init(_ sentence: Sentence, by speaker: Speaker, _ manner: Manner, random: inout Random) {
    let pace = exp(-manner.tempo)
    var frames: [Frame] = []
    var accents: [(frame: Int, height: Double)] = []
    for syllable in sentence.syllables {
      for phone in syllable.phones {
        let isVowel = phone.voicing == 1
        let stretch = isVowel && syllable.isStressed ? 1.35 : 1
        let count = max(6, Int(phone.seconds * pace * stretch * exp(0.1 * random.normal()) * Prosody.rate))
        let weight = syllable.isStressed ? 1.0 : 0.75
        if isVowel, syllable.isStressed {
          accents.append((frames.count + count / 2, 2.2 * exp(0.25 * random.normal())))
        }
        let frame = Frame(
          formants: phone.formants * speaker.tract, pitch: 0, voicing: phone.voicing * weight,
          hiss: phone.hiss * weight,
          hissCentre: phone.hissCentre * speaker.tract.squareRoot())
        frames += [Frame](repeating: frame, count: count)
      }
    }
    Prosody.smooth(&frames)
    Prosody.intone(&frames, accents, speaker, manner, &random)
    self.frames = frames
  }

  /// Lets every target be approached rather than jumped to, forwards and then backwards, as sounds of speech overlap.
  private static func smooth(_ frames: inout [Frame]) {
    let slow = 1 - exp(-1 / (0.018 * rate)), fast = 1 - exp(-1 / (0.006 * rate))
    func step(_ from: Frame, _ to: inout Frame) {
      to.formants = from.formants + slow * (to.formants - from.formants)
      to.voicing = from.voicing + fast * (to.voicing - from.voicing)
      to.hiss = from.hiss + fast * (to.hiss - from.hiss)
      to.hissCentre = from.hissCentre + slow * (to.hissCentre - from.hissCentre)
    }
    guard frames.count > 1 else { return }
    for index in frames.indices.dropFirst() { step(frames[index - 1], &frames[index]) }
    for index in frames.indices.dropLast().reversed() { step(frames[index + 1], &frames[index]) }
    // The voice sets in and dies away at the ends.
    let fade = min(24, frames.count / 2)
    for index in 0..<fade {
      let gain = 0.5 - 0.5 * cos(.pi * Double(index) / Double(fade))
      for end in [index, frames.count - 1 - index] {
        frames[end].voicing *= gain
        frames[end].hiss *= gain
      }
    }
  }

  /// Pitch: falls slowly, rises on stressed syllables, ends as the manner says, trembles and wanders.
  private static func intone(
    _ frames: inout [Frame], _ accents: [(frame: Int, height: Double)], _ speaker: Speaker, _ manner: Manner,
    _ random: inout Random
  ) {
    let range = exp(manner.range)
    let phase = random.uniform(0, 2 * .pi), trembling = random.uniform(5, 7)
    var wander = 0.0
    for index in frames.indices {
      let place = Double(index) / Double(max(frames.count - 1, 1))
      let time = Double(index) / rate
      var semitones = manner.pitch + range * 2 * (0.5 - place)
      for accent in accents {
        let distance = Double(index - accent.frame) / (0.07 * rate)
        if abs(distance) < 4 { semitones += range * accent.height * exp(-0.5 * distance * distance) }
      }
      semitones += manner.ending * pow(max(0, (place - 0.7) / 0.3), 2)
      semitones += manner.tremor * sin(2 * .pi * trembling * time + phase)
      wander += 0.05 * random.normal() - 0.01 * wander
      semitones += wander
      frames[index].pitch = min(600, max(55, speaker.pitch * exp2(semitones / 12)))
    }
  }
}

/// A nonsense sentence: syllables of a consonant and a vowel, the same ones whenever a statement is spoken.
struct Sentence {
  /// A syllable: its sounds, and whether it is stressed.
  struct Syllable {
    let phones: [Phone]
    let isStressed: Bool
  }

  let syllables: [Syllable]

  /// Makes up a sentence from a statement's code, `kids` or `IEO`, whoever speaks it.
  init(_ statement: String, seed: Seed) {
    var random = Random(seed.derived(for: "sentence", statement))
    func drawn(_ phones: [Phone]) -> Phone { phones[random.integer(below: phones.count)] }
    let count = 7 + random.integer(below: 3)
    let firstStress = random.integer(below: 2)
    syllables = (0..<count).map { index in
      var phones = [drawn(Phone.consonants), drawn(Phone.vowels)]
      if random.uniform() < 0.3 { phones.append(drawn(Phone.consonants)) }
      return Syllable(phones: phones, isStressed: index % 2 == firstStress)
    }
  }
}

/// A speech sound as a synthesiser sees it: where the vocal tract resonates, and what excites it.
struct Phone: Equatable {
  /// Resonances of a man's vocal tract of 17.5 cm, in Hz.
  let formants: SIMD4<Double>
  /// How strongly the glottis sounds, 0 to 1.
  var voicing = 1.0
  /// How strongly air hisses, 0 to 1, and around which frequency, in Hz.
  var hiss = 0.0, hissCentre = 5_000.0
  /// How long it lasts at an ordinary pace, in seconds.
  var seconds = 0.11

  /// Monophthongs, roughly those of American English (Peterson and Barney 1952, men).
  static let vowels = [
    Phone(formants: [270, 2_290, 3_010, 3_500]), Phone(formants: [390, 1_990, 2_550, 3_500]),
    Phone(formants: [530, 1_840, 2_480, 3_500]), Phone(formants: [660, 1_720, 2_410, 3_500]),
    Phone(formants: [730, 1_090, 2_440, 3_400]), Phone(formants: [570, 840, 2_410, 3_300]),
    Phone(formants: [300, 870, 2_240, 3_300]), Phone(formants: [640, 1_190, 2_390, 3_400]),
  ]

  /// Nasals, liquids, fricatives with and without voice, and stops as a gap with a short hiss after it.
  static let consonants = [
    Phone(formants: [280, 1_100, 2_300, 3_300], voicing: 0.45, seconds: 0.07),
    Phone(formants: [280, 1_600, 2_600, 3_400], voicing: 0.45, seconds: 0.07),
    Phone(formants: [360, 1_300, 2_700, 3_400], voicing: 0.6, seconds: 0.06),
    Phone(formants: [320, 1_600, 2_500, 3_500], voicing: 0, hiss: 0.35, hissCentre: 5_600, seconds: 0.09),
    Phone(formants: [320, 1_700, 2_400, 3_400], voicing: 0, hiss: 0.3, hissCentre: 3_200, seconds: 0.09),
    Phone(formants: [300, 1_400, 2_500, 3_500], voicing: 0.5, hiss: 0.12, hissCentre: 5_200, seconds: 0.07),
    Phone(formants: [340, 1_100, 2_100, 3_400], voicing: 0, hiss: 0.08, hissCentre: 1_800, seconds: 0.06),
    Phone(formants: [360, 1_700, 2_600, 3_500], voicing: 0.08, hiss: 0.06, hissCentre: 4_000, seconds: 0.05),
  ]
}
