import Corpora
import Determinism
import Glibc

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
