import Settings

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
