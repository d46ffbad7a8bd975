/// What a settings type is for and what its keys mean: the one place from which checks, help and pages are made.
///
/// ```swift
/// public static let about = About("Cuts quiet ends.") {
///   Key("topDb", "Level under the loudest frame at which a frame is quiet.", in: -1000...1000, unit: "dB")
///   Key("frame", "Samples that a level is measured over.", in: 1...1 << 24)
/// }
/// ```
///
/// Types and defaults of keys are not said again: decoding shows which types a key asks for, and `init()` the defaults.
public struct About: Sendable {
  /// What the settings are for, in a sentence or two.
  public let meaning: String
  /// The keys, in the order in which a reader wants them.
  public let keys: [Key]
  /// What such settings are called where several others hold them, so that a page tells of them once; else empty.
  public let title: String

  /// Settings with some keys, one a line; a list of keys, such as another type's, counts as its elements.
  public init(_ meaning: String, title: String = "", @KeyList keys: () -> [Key] = { [] }) {
    (self.meaning, self.title, self.keys) = (meaning, title, keys())
  }
}

/// Puts the keys of `About` together.
@resultBuilder public enum KeyList {
  /// One key.
  public static func buildExpression(_ key: Key) -> [Key] { [key] }
  /// The keys of another type, or those that are worked out.
  public static func buildExpression(_ keys: [Key]) -> [Key] { keys }
  /// All of them in order.
  public static func buildBlock(_ keys: [Key]...) -> [Key] { keys.flatMap(\.self) }
}

/// One key of settings: what it means, and which values it takes.
public struct Key: Sendable {
  /// The key as recipes write it.
  public let name: String
  /// What it is for; for values that may be left out, also what then happens.
  public let meaning: String
  /// The range of its number, or of every number of its list or object.
  public let range: Bounds?
  /// How many values its list may hold.
  public let length: ClosedRange<Int>?
  /// The words that it takes, where these are fewer than its type has.
  public let words: [String]
  /// What its number counts.
  public let unit: String
  /// Members of the object that show it, as a recipe would write them; the default shows it where this is empty.
  public let example: String

  /// A key whose value is no number, or any.
  public init(
    _ name: String, _ meaning: String, length: ClosedRange<Int>? = nil, words: [String] = [], example: String = ""
  ) {
    (self.name, self.meaning, self.length, self.words, self.example) = (name, meaning, length, words, example)
    (range, unit) = (nil, "")
  }

  /// A key whose number lies in a range, or each number of its list.
  public init(
    _ name: String, _ meaning: String, in range: some NumberRange, length: ClosedRange<Int> = 0...1000,
    unit: String = "", example: String = ""
  ) {
    (self.name, self.meaning, self.length, self.unit, self.example) = (name, meaning, length, unit, example)
    (self.range, words) = (range.bounds, [])
  }

  /// Throws `Invalid` unless a value is one that the key takes: `hop must be from 1 to 16777216 samples, found 0`.
  func check(_ value: JSON) throws {
    switch value {
    case .integer, .number: try check(number: value, of: name)
    case .string(let word) where !words.isEmpty && !words.contains(word):
      throw Invalid("\(name) cannot be '\(word)'; expected \(Suggestion.either(words.map { "'\($0)'" }))")
    case .array(let values):
      if let length, !length.contains(values.count) {
        throw Invalid("the length of \(name) must be \(length.bounds.text), found \(values.count)")
      }
      for value in values { try check(number: value, of: "each of \(name)") }
    case .object(let members):
      for (_, value) in members.sorted(by: { $0.key < $1.key }) { try check(number: value, of: name) }
    default: break
    }
  }

  private func check(number: JSON, of name: String) throws {
    guard let range, number.isNumber, !range.contains(number) else { return }
    let unit = unit.isEmpty ? "" : " " + unit
    throw Invalid("\(name) must be \(range.text)\(unit), found \(number.canonical)")
  }

  /// Whether there is anything to check.
  var isBounded: Bool { range != nil || length != nil || !words.isEmpty }
}

extension Settings {
  /// Throws `Invalid` where a value lies outside what its key declares, or where `validate()` does.
  public func check() throws {
    let keys = Self.about.keys.filter(\.isBounded)
    if !keys.isEmpty {
      guard let tree = try? JSON(encoding: self) else { throw Invalid("expected finite numbers") }
      if case .object(let members) = tree {
        for key in keys { if let value = members[key.name] { try key.check(value) } }
      }
    }
    try validate()
  }
}
