/// What may be said in settings, worked out from what their types say of themselves: their keys and meanings from `about`,
/// the types of values from what decoding asks for, defaults from `init()`.
public struct Manual: Sendable {
  /// The type whose keys stand outermost.
  public let root: any Settings.Type

  /// The manual of settings of a type.
  public init(of root: any Settings.Type) { self.root = root }
}

/// A key of a type with everything that is known of it.
public struct Entry: Sendable {
  /// Its name, meaning and range.
  public let key: Key
  /// How its value is written.
  public let form: Form
  /// Its default; nil where nothing stands.
  public let initial: JSON?

  /// The keys of a type.
  public static func entries(of type: any Settings.Type) throws -> [Entry] {
    var defaults: [String: JSON] = [:]
    if case .object(let members) = try JSON(encoding: type.init()) { defaults = members }
    return try entries(type.about.keys, asked: type.asked(), defaults: defaults, of: "\(type)")
  }

  /// The keys that may stand beside the one that names a choice.
  public static func options(of choice: any NamedChoice.Type) throws -> [Entry] {
    guard !choice.options.isEmpty else { return [] }
    return try entries(choice.options, asked: choice.asked(), defaults: [:], of: "\(choice)")
  }

  private static func entries(
    _ keys: [Key], asked: [String: Any.Type], defaults: [String: JSON], of owner: String
  ) throws -> [Entry] {
    try keys.map { key in
      guard let described = asked[key.name] as? any Described.Type else {
        throw SettingsError(path: [owner, key.name], problem: "nothing is known of how its value is written")
      }
      return Entry(key: key, form: described.form, initial: defaults[key.name])
    }
  }

  /// What may stand there: `a whole number from 1 to 16777216 samples`.
  public var value: String {
    var text = key.words.isEmpty ? form.text : Suggestion.either(key.words.map { "\"\($0)\"" })
    if let range = key.range {
      text = form.text(ranging: " \(range.text)" + (key.unit.isEmpty ? "" : " \(key.unit)"))
    }
    if let length = key.length, length.count == 1 { text += ", \(length.lowerBound) of them" }
    return text
  }

  /// The default in short; nil where it is that of what stands below, or nothing.
  public var standard: String? {
    guard let initial else { return nil }
    return form.short(initial)
  }
}

extension Form {
  /// The text with a range behind what it is of: behind all where an object may hold the numbers as well.
  fileprivate func text(ranging range: String) -> String {
    guard case .either(let forms) = self, !forms.contains(where: \.isObject) else { return text + range }
    return Suggestion.either(forms.map { $0.holdsNumbers ? $0.text + range : $0.text })
  }

  /// A value in short: of one of several kinds just the name, of objects nothing.
  fileprivate func short(_ value: JSON) -> String? {
    switch (self, value) {
    case (.object, _), (.table, .object([:])): nil
    case (.either(let forms), .object) where forms.allSatisfy(\.isObject): nil
    case (.kinds, .object(let members)): members.keys.sorted().first
    case (.list(let element), .array(let values)) where element.form.isKinds:
      "[\(values.compactMap { element.form.short($0) }.joined(separator: ", "))]"
    default: value.isNumber ? value.spelt : value.brief
    }
  }

  var isObject: Bool { if case .object = self { true } else { false } }
  var isKinds: Bool { if case .kinds = self { true } else { false } }
}

extension JSON {
  /// The tree as a recipe would have it on one line, small numbers as people write them.
  var brief: String {
    readable.split(separator: "\n").map { $0.drop { $0 == " " } }.joined(separator: " ")
      .replacing(/([0-9])e-0([0-9])/) { "\($0.1)e-\($0.2)" }
  }
}

/// What a path into settings leads to.
enum Place: Sendable {
  /// A key.
  case key(Entry)
  /// One of several kinds, and what they are called.
  case kind(any Named.Type, of: String)

  var name: String {
    switch self {
    case .key(let entry): entry.key.name
    case .kind(let type, _): type.name
    }
  }

  /// How what stands there is written.
  var form: Form {
    switch self {
    case .key(let entry): entry.form
    case .kind(let type, _): type.form
    }
  }

  var meaning: String {
    switch self {
    case .key(let entry): entry.key.meaning
    case .kind(let type, _): type.about.meaning
    }
  }
}

extension Form {
  /// The keys and kinds that stand below, those of a list's elements included.
  func places() throws -> [Place] {
    switch self {
    case .object(let type): try Entry.entries(of: type).map(Place.key)
    case .kinds(let choice):
      try choice.alternatives.map { .kind($0, of: choice.kind) } + Entry.options(of: choice).map(Place.key)
    case .list(let element), .table(let element): try element.form.places()
    case .either(let forms): try forms.flatMap { try $0.places() }
    default: []
    }
  }

  /// Whether a name of the author's choice may stand here.
  var takesNames: Bool {
    switch self {
    case .table: true
    case .either(let forms): forms.contains(where: \.takesNames)
    default: false
    }
  }
}
