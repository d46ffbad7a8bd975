/// Settings that a recipe picks by name: a corpus transform, a feature family, a model, an optimiser.
///
/// In JSON5 such a choice is its name, when the defaults serve (`"zcr"`), or an object with that one key
/// (`{ mfcc: { count: 20 } }`). Adding an alternative is one file with a conforming type and one line in the
/// list that its library keeps.
public protocol Named: Settings {
  /// The name in recipes, in lower camel case.
  static var name: String { get }
}

/// A value that holds one of several `Named`: `OptimiserChoice`, `FamilyChoice`.
public protocol NamedChoice: Codable, Equatable, Described {
  /// What its alternatives are, for errors and pages: `transform`, `optimizer`.
  static var kind: String { get }
  /// Every type that may stand there.
  static var alternatives: [any Named.Type] { get }
  /// Keys that may stand beside the one that names the choice.
  static var options: [Key] { get }
}

extension NamedChoice {
  /// None.
  public static var options: [Key] { [] }

  /// A name, or an object with that one key.
  public static var form: Form { .kinds(Self.self) }
}

extension Decoder {
  /// Reads one of the alternatives of a choice; what stands beside the name is checked against the choice's options.
  public func choice(for type: (some NamedChoice).Type) throws -> any Named {
    let named = try choice(among: type.alternatives, kind: type.kind, besides: Set(type.options.map(\.name)))
    guard !type.options.isEmpty, let object = try? container(keyedBy: AnyKey.self) else { return named }
    for key in type.options {
      guard let value = try object.decodeIfPresent(JSON.self, forKey: AnyKey(key.name)) else { continue }
      do { try key.check(value) } catch let invalid as Invalid {
        throw SettingsError(path: codingPath.map(\.stringValue), problem: invalid.description)
      }
    }
    return named
  }

  /// Reads a choice among named alternatives.
  /// - Parameters:
  ///   - alternatives: every type that may stand here.
  ///   - kind: what they are, for errors: `transform`, `model`.
  ///   - options: keys that may stand beside the one that names the choice; the caller reads them.
  public func choice(
    among alternatives: [any Named.Type], kind: String, besides options: Set<String> = []
  ) throws -> any Named {
    let place = codingPath.map(\.stringValue)
    func find(_ name: String) throws -> any Named.Type {
      if let type = alternatives.first(where: { $0.name == name }) { return type }
      let names = Set(alternatives.map { $0.name })
      throw SettingsError(
        path: place, problem: "unknown \(kind) '\(name)'" + Suggestion.text(for: name, among: names))
    }
    if let name = try? singleValueContainer().decode(String.self) {
      let value = try find(name).init()
      do {
        try value.check()
      } catch let invalid as Invalid {
        throw SettingsError(path: place, problem: "\(name): \(invalid)")
      }
      return value
    }
    guard let object = try? container(keyedBy: AnyKey.self) else {
      throw SettingsError(path: place, problem: "expected the name of a \(kind), or an object with that one key")
    }
    let keys = object.allKeys.filter { !options.contains($0.stringValue) }
    guard keys.count == 1 else {
      throw SettingsError(
        path: place, problem: "expected one \(kind), found \(keys.map(\.stringValue).sorted().joined(separator: ", "))")
    }
    return try object.decode(find(keys[0].stringValue), forKey: keys[0])
  }
}

extension Encoder {
  /// Writes a choice as an object with its name as the one key, all values spelt out.
  public func encode(choice value: some Named) throws {
    var object = container(keyedBy: AnyKey.self)
    try object.encode(value, forKey: AnyKey(type(of: value).name))
  }
}
