/// One of a few words: an enumeration that recipes set by its case's name.
///
/// ```swift
/// public enum Short: String, Choice {
///   case keep, pad, drop
///   public var meaning: String {
///     switch self {
///     case .keep: "It stays as short as it is."
///     …
/// ```
public protocol Choice: RawRepresentable<String>, CaseIterable, Codable, Hashable, Described {
  /// What the word stands for, as a sentence.
  var meaning: String { get }
}

extension Choice {
  /// Its words.
  public static var form: Form { .words(allCases.map { ($0.rawValue, $0.meaning) }) }

  /// Reads the word; an unknown one is an error that names all others.
  public init(from decoder: any Decoder) throws {
    let word = try decoder.singleValueContainer().decode(String.self)
    guard let value = Self(rawValue: word) else {
      throw SettingsError(
        path: decoder.codingPath.map(\.stringValue),
        problem: "unknown value '\(word)'; expected \(Suggestion.either(Self.allCases.map(\.rawValue)))")
    }
    self = value
  }
}
