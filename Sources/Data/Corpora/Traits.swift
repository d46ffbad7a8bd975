import Settings

/// What an actor was asked to express: one vocabulary for all corpora, so that their clips can be trained on together.
public enum Emotion: String, CaseIterable, Codable, Sendable, Comparable {
  case neutral, calm, happy, sad, angry, fearful, disgust, surprised, boredom

  /// Reads an emotion by its name here or by what a corpus or a label file calls it, in any case:
  /// `Fear`, `pleasant_surprise`, `ps`, `HAP`, `anger`.
  /// - Returns: nil for a word that means none of them.
  public init?(named word: String) {
    let word = word.lowercased().map { $0 == "-" || $0 == " " ? "_" : $0 }
    guard let emotion = Emotion.byName[String(word)] else { return nil }
    self = emotion
  }

  /// Orders emotions as they are listed.
  public static func < (a: Emotion, b: Emotion) -> Bool { a.rank < b.rank }

  private var rank: Int { Emotion.allCases.firstIndex(of: self) ?? 0 }

  private static let aliases: [(Emotion, [String])] = [
    (.neutral, ["neu", "neutrality", "none"]),
    (.calm, ["calmness"]),
    (.happy, ["hap", "happiness", "joy", "joyful"]),
    (.sad, ["sadness"]),
    (.angry, ["ang", "anger"]),
    (.fearful, ["fea", "fear", "afraid", "anxiety", "anxious"]),
    (.disgust, ["dis", "disgusted"]),
    (.surprised, ["sur", "surprise", "ps", "pleasant_surprise", "pleasant_surprised"]),
    (.boredom, ["bored"]),
  ]

  private static let byName: [String: Emotion] = {
    var names: [String: Emotion] = [:]
    for emotion in allCases { names[emotion.rawValue] = emotion }
    for (emotion, words) in aliases { for word in words { names[word] = emotion } }
    return names
  }()
}

/// A speaker's sex as the corpus states it.
public enum Sex: String, CaseIterable, Codable, Sendable {
  case female, male, unknown
}

/// How strongly an emotion was to be acted.
public enum Intensity: String, Choice {
  case normal, strong, low, medium, high, unspecified

  /// What the word stands for.
  public var meaning: String {
    switch self {
    case .normal: "RAVDESS: the plain version of an emotion, and all of neutral."
    case .strong: "RAVDESS: the strong version."
    case .low: "CREMA-D: the lowest of three levels, which it has for one sentence only."
    case .medium: "CREMA-D: the middle one."
    case .high: "CREMA-D: the highest."
    case .unspecified: "The corpus does not say."
    }
  }
}

/// Whether words were spoken or sung.
public enum Channel: String, CaseIterable, Codable, Sendable {
  case speech, song
}
