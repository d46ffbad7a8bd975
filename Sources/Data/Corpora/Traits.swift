import Settings

/// A speaker's sex as the corpus states it.
public enum Sex: String, CaseIterable, Codable, Sendable {
  case female, male, unknown
}

/// How strongly an emotion was to be acted.
public enum Intensity: String, Choice {
  /// RAVDESS: the plain version of an emotion, and all of neutral.
  case normal
  /// RAVDESS: the strong version.
  case strong
  /// CREMA-D's three levels, which it has for one sentence only.
  case low, medium, high
  /// The corpus does not say.
  case unspecified
}

/// Whether words were spoken or sung.
public enum Channel: String, CaseIterable, Codable, Sendable {
  case speech, song
}
