/// One of a few words: an enumeration that recipes set by its case's name.
///
/// ```swift
/// public enum Short: String, Choice { case keep, pad, drop }
/// ```
public protocol Choice: RawRepresentable<String>, CaseIterable, Codable, Hashable, Sendable {}

extension Choice {
  /// Reads the word; an unknown one is an error that names the others.
  public init(from decoder: any Decoder) throws {
    let word = try decoder.singleValueContainer().decode(String.self)
    guard let value = Self(rawValue: word) else {
      let words = Set(Self.allCases.map(\.rawValue))
      throw SettingsError(
        path: decoder.codingPath.map(\.stringValue),
        problem: "unknown value '\(word)'" + Suggestion.text(for: word, among: words))
    }
    self = value
  }
}
