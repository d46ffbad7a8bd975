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
