extension Settings {
  /// Decodes strictly: left-out keys take their defaults, unknown keys are errors with a suggestion.
  public init(decoding tree: JSON) throws {
    self = try StrictDecoder.decode(Self.self, from: tree, default: nil, path: [])
  }

  /// Decodes JSON5 text strictly.
  public init(parsing text: some Collection<UInt8>) throws {
    try self.init(decoding: JSON(parsing: text))
  }

  /// The canonical JSON of every value, defaults included: what a file's `settings` attribute holds and hashes cover.
  public var canonicalJSON: String {
    get throws { try JSON(encoding: self).canonical }
  }
}

/// A `Decoder` over a JSON tree that knows which keys were asked for.
///
/// The keys that a type asks for while it decodes are the keys that it knows, so whatever else the object holds is
/// unknown. Missing keys are looked up in the encoded default value of the type when it is a `Settings`.
struct StrictDecoder: Decoder {
  let tree: JSON
  let fallback: [String: JSON]
  let path: [String]
  let asked: AskedKeys

  var codingPath: [any CodingKey] { path.map(AnyKey.init) }
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  /// Decodes one value and then checks that nothing in it was left unread.
  /// - Parameter default: the enclosing type's default for this value, which comes before the type's own.
  static func decode<T: Decodable>(_ type: T.Type, from tree: JSON, default: JSON?, path: [String]) throws -> T {
    let asked = AskedKeys()
    var fallback: [String: JSON] = [:]
    // A type without settings asks for no key, and would take whatever stands there.
    if let settings = type as? any Settings.Type {
      if case .object(let members)? = `default` {
        fallback = members
        if members.isEmpty { asked.isKeyed = try isObject(tree, path) }
      } else if case .object(let members) = try JSON(encoding: settings.init()) {
        fallback = members
        if members.isEmpty { asked.isKeyed = try isObject(tree, path) }
      }
    }
    let decoder = StrictDecoder(tree: tree, fallback: fallback, path: path, asked: asked)
    let value: T
    do {
      value = try T(from: decoder)
    } catch let error as DecodingError {
      throw SettingsError(path: path, problem: error.sentence)
    }
    if case .object(let members) = tree, asked.isKeyed {
      for key in members.keys.sorted() where !asked.keys.contains(key) {
        throw SettingsError(
          path: path + [key], problem: "unknown key" + Suggestion.text(for: key, among: asked.keys))
      }
    }
    if let settings = value as? any Settings {
      do {
        try settings.check()
      } catch let invalid as Invalid {
        throw SettingsError(path: path, problem: invalid.description)
      }
    }
    return value
  }

  private static func isObject(_ tree: JSON, _ path: [String]) throws -> Bool {
    guard case .object = tree else {
      throw SettingsError(path: path, problem: "expected an object, found \(tree.spoken)")
    }
    return true
  }

  func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
    guard case .object(let members) = tree else { throw mismatch("an object") }
    asked.isKeyed = true
    return KeyedDecodingContainer(
      KeyedContainer(members: members, fallback: fallback, path: path, asked: asked))
  }

  func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
    guard case .array(let values) = tree else { throw mismatch("a list") }
    return ListContainer(values: values, path: path)
  }

  func singleValueContainer() throws -> any SingleValueDecodingContainer {
    ScalarContainer(tree: tree, path: path)
  }

  private func mismatch(_ expected: String) -> SettingsError {
    SettingsError(path: path, problem: "expected \(expected), found \(tree.spoken)")
  }
}

/// The keys that a type asked its decoder for; a class because containers are copied while they decode.
final class AskedKeys {
  var keys: Set<String> = []
  var isKeyed = false
  /// The types of the values, as far as they were asked for.
  private(set) var types: [String: Any.Type] = [:]

  /// Notes what a value shall become; a look at whatever stands there tells nothing.
  func note(_ type: Any.Type, for name: String) {
    keys.insert(name)
    if types[name] == nil || type != JSON.self { types[name] = type }
  }
}

extension Settings {
  /// The keys that decoding asks for, with the types of their values, as an empty object shows them.
  static func asked() throws -> [String: Any.Type] {
    var fallback: [String: JSON] = [:]
    if case .object(let members) = try JSON(encoding: Self()) { fallback = members }
    let asked = AskedKeys()
    _ = try Self(from: StrictDecoder(tree: .object([:]), fallback: fallback, path: [], asked: asked))
    return asked.types
  }
}

extension NamedChoice {
  /// The keys that decoding asks for beside the one that names the choice.
  static func asked() throws -> [String: Any.Type] {
    guard let first = alternatives.first(where: { $0.about.keys.isEmpty }) ?? alternatives.first else { return [:] }
    let asked = AskedKeys()
    _ = try Self(from: StrictDecoder(tree: .object([first.name: .object([:])]), fallback: [:], path: [], asked: asked))
    return asked.types.filter { $0.key != first.name }
  }
}

extension DecodingError {
  /// Foundation's own description names Swift types; people get its sentence alone.
  fileprivate var sentence: String {
    switch self {
    case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context):
      context.debugDescription
    case .keyNotFound(let key, _): "the key '\(key.stringValue)' is missing"
    @unknown default: "cannot be decoded"
    }
  }
}
