/// An object being read: user's members first, then the type's defaults.
struct KeyedContainer<Key: CodingKey>: KeyedDecodingContainerProtocol {
  let members: [String: JSON]
  let fallback: [String: JSON]
  let path: [String]
  let asked: AskedKeys

  var codingPath: [any CodingKey] { path.map(AnyKey.init) }

  var allKeys: [Key] {
    members.keys.sorted().compactMap { name in
      guard let key = Key(stringValue: name) else { return nil }
      asked.keys.insert(name)
      return key
    }
  }

  func contains(_ key: Key) -> Bool { lookUp(key) != nil }

  func decodeNil(forKey key: Key) throws -> Bool { lookUp(key) == .null }

  func decode<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T {
    let name = key.stringValue
    asked.note(type, for: name)
    guard let value = lookUp(key) else {
      if let settings = type as? any Settings.Type, let value = settings.init() as? T { return value }
      throw SettingsError(path: path, problem: "the key '\(name)' is missing")
    }
    return try StrictDecoder.decode(type, from: value, default: fallback[name], path: path + [name])
  }

  func decodeIfPresent<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T? { try ifPresent(type, key) }

  // Without these the protocol's own would answer, which ask for nothing where nothing stands.
  func decodeIfPresent(_ type: Bool.Type, forKey key: Key) throws -> Bool? { try ifPresent(type, key) }
  func decodeIfPresent(_ type: String.Type, forKey key: Key) throws -> String? { try ifPresent(type, key) }
  func decodeIfPresent(_ type: Double.Type, forKey key: Key) throws -> Double? { try ifPresent(type, key) }
  func decodeIfPresent(_ type: Int.Type, forKey key: Key) throws -> Int? { try ifPresent(type, key) }
  func decodeIfPresent(_ type: UInt64.Type, forKey key: Key) throws -> UInt64? { try ifPresent(type, key) }

  private func ifPresent<T: Decodable>(_ type: T.Type, _ key: Key) throws -> T? {
    asked.note(type, for: key.stringValue)
    guard contains(key), try !decodeNil(forKey: key) else { return nil }
    return try decode(type, forKey: key)
  }

  func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type, forKey key: Key
  ) throws -> KeyedDecodingContainer<Nested> {
    try child(key).container(keyedBy: type)
  }

  func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
    try child(key).unkeyedContainer()
  }

  func superDecoder() throws -> any Decoder {
    StrictDecoder(tree: .object(members), fallback: fallback, path: path, asked: asked)
  }

  func superDecoder(forKey key: Key) throws -> any Decoder { try child(key) }

  private func lookUp(_ key: Key) -> JSON? {
    asked.keys.insert(key.stringValue)
    return members[key.stringValue] ?? fallback[key.stringValue]
  }

  private func child(_ key: Key) throws -> StrictDecoder {
    guard let value = lookUp(key) else {
      throw SettingsError(path: path, problem: "the key '\(key.stringValue)' is missing")
    }
    return StrictDecoder(tree: value, fallback: [:], path: path + [key.stringValue], asked: AskedKeys())
  }
}

/// A list being read, element by element.
struct ListContainer: UnkeyedDecodingContainer {
  let values: [JSON]
  let path: [String]
  var currentIndex = 0

  init(values: [JSON], path: [String]) {
    self.values = values
    self.path = path
  }

  var codingPath: [any CodingKey] { path.map(AnyKey.init) }
  var count: Int? { values.count }
  var isAtEnd: Bool { currentIndex >= values.count }

  mutating func decodeNil() throws -> Bool {
    guard !isAtEnd, values[currentIndex] == .null else { return false }
    currentIndex += 1
    return true
  }

  mutating func decode<T: Decodable>(_ type: T.Type) throws -> T {
    let (value, place) = try next()
    return try StrictDecoder.decode(type, from: value, default: nil, path: place)
  }

  mutating func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type
  ) throws -> KeyedDecodingContainer<Nested> {
    try child().container(keyedBy: type)
  }

  mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
    try child().unkeyedContainer()
  }

  mutating func superDecoder() throws -> any Decoder { try child() }

  private mutating func next() throws -> (JSON, [String]) {
    guard !isAtEnd else {
      throw SettingsError(path: path, problem: "expected more than \(values.count) elements")
    }
    defer { currentIndex += 1 }
    return (values[currentIndex], path + ["[\(currentIndex)]"])
  }

  private mutating func child() throws -> StrictDecoder {
    let (value, place) = try next()
    return StrictDecoder(tree: value, fallback: [:], path: place, asked: AskedKeys())
  }
}

/// One number, string or boolean being read.
struct ScalarContainer: SingleValueDecodingContainer {
  let tree: JSON
  let path: [String]

  var codingPath: [any CodingKey] { path.map(AnyKey.init) }

  func decodeNil() -> Bool { tree == .null }

  func decode(_ type: Bool.Type) throws -> Bool {
    guard case .bool(let value) = tree else { throw mismatch("true or false") }
    return value
  }

  func decode(_ type: String.Type) throws -> String {
    guard case .string(let value) = tree else { throw mismatch("a string") }
    return value
  }

  func decode(_ type: Double.Type) throws -> Double {
    switch tree {
    case .integer(let value): Double(value)
    case .number(let value): value
    default: throw mismatch("a number")
    }
  }

  func decode(_ type: Float.Type) throws -> Float { Float(try decode(Double.self)) }
  func decode(_ type: Int.Type) throws -> Int { try whole() }
  func decode(_ type: Int8.Type) throws -> Int8 { try whole() }
  func decode(_ type: Int16.Type) throws -> Int16 { try whole() }
  func decode(_ type: Int32.Type) throws -> Int32 { try whole() }
  func decode(_ type: Int64.Type) throws -> Int64 { try whole() }
  func decode(_ type: UInt.Type) throws -> UInt { try whole() }
  func decode(_ type: UInt8.Type) throws -> UInt8 { try whole() }
  func decode(_ type: UInt16.Type) throws -> UInt16 { try whole() }
  func decode(_ type: UInt32.Type) throws -> UInt32 { try whole() }
  func decode(_ type: UInt64.Type) throws -> UInt64 { try whole() }

  func decode<T: Decodable>(_ type: T.Type) throws -> T {
    try StrictDecoder.decode(type, from: tree, default: nil, path: path)
  }

  private func whole<T: FixedWidthInteger>() throws -> T {
    switch tree {
    case .integer(let value):
      if let exact = T(exactly: value) { return exact }
    case .number(let value):
      if let exact = T(exactly: value) { return exact }
    default: break
    }
    throw mismatch(T.isSigned ? "a whole number" : "a whole number from 0 up")
  }

  private func mismatch(_ expected: String) -> SettingsError {
    SettingsError(path: path, problem: "expected \(expected), found \(tree.spoken)")
  }
}
