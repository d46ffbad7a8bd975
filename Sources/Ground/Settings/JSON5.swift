/// Reads JSON5 (json5.org) with errors that a person can act on.
///
/// Foundation reads JSON5 too, but on Linux it says only that something somewhere is wrong, and of two equal keys it
/// silently keeps one. A recipe's author needs the line, the column and the reason.
struct JSON5Parser {
  private let text: [Unicode.Scalar]
  private var position = 0
  /// Deeper nesting than any recipe has; a bound because the parser recurses.
  private var depth = 0

  static func parse(_ bytes: some Collection<UInt8>) throws -> JSON {
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw SettingsError(path: [], problem: "not valid JSON5: the text is not UTF-8")
    }
    var parser = JSON5Parser(text: Array(text.unicodeScalars))
    let value = try parser.value()
    try parser.skipSpace()
    if let extra = parser.peek { throw parser.problem("expected the end, found \(quoted(extra))") }
    return value
  }

  private init(text: [Unicode.Scalar]) { self.text = text }

  private var peek: Unicode.Scalar? { position < text.count ? text[position] : nil }

  private mutating func value() throws -> JSON {
    try skipSpace()
    guard depth < 200 else { throw problem("the values are nested too deeply") }
    depth += 1
    defer { depth -= 1 }
    switch peek {
    case "{": return try object()
    case "[": return try array()
    case "\"", "'": return .string(try string())
    case let digit? where "+-.0123456789".unicodeScalars.contains(digit): return try number()
    case let letter? where JSON5Parser.startsName(letter):
      let start = position
      switch name() {
      case "true": return .bool(true)
      case "false": return .bool(false)
      case "null": return .null
      case let word:
        position = start
        throw problem("expected a value, found '\(word)'; texts need quotes")
      }
    case let other: throw problem("expected a value, found \(quoted(other))")
    }
  }

  private mutating func object() throws -> JSON {
    var members: [String: JSON] = [:]
    position += 1
    while true {
      try skipSpace()
      if take("}") { return .object(members) }
      let start = position
      let key: String
      switch peek {
      case "\"", "'": key = try string()
      case let letter? where JSON5Parser.startsName(letter): key = name()
      case let other: throw problem("expected a key or '}', found \(quoted(other))")
      }
      guard members[key] == nil else {
        position = start
        throw problem("the key '\(key)' stands twice")
      }
      try skipSpace()
      guard take(":") else { throw problem("expected ':' after '\(key)', found \(quoted(peek))") }
      members[key] = try value()
      try skipSpace()
      if take(",") { continue }
      guard peek == "}" else { throw problem("expected ',' or '}' after the value of '\(key)', found \(quoted(peek))") }
    }
  }

  private mutating func array() throws -> JSON {
    var values: [JSON] = []
    position += 1
    while true {
      try skipSpace()
      if take("]") { return .array(values) }
      values.append(try value())
      try skipSpace()
      if take(",") { continue }
      guard peek == "]" else { throw problem("expected ',' or ']', found \(quoted(peek))") }
    }
  }

  private mutating func string() throws -> String {
    let start = position
    let quote = text[position]
    var result = String.UnicodeScalarView()
    position += 1
    while let scalar = peek {
      position += 1
      switch scalar {
      case quote: return String(result)
      case "\\": if let escaped = try escape() { result.append(escaped) }
      case "\n", "\r":
        position -= 1
        throw problem("a text ends with its line; close it with \(quote)")
      default: result.append(scalar)
      }
    }
    position = start
    throw problem("a text is never closed")
  }

  /// The scalar that an escape stands for; nil for an escaped line break.
  private mutating func escape() throws -> Unicode.Scalar? {
    guard let scalar = peek else { throw problem("a text is never closed") }
    position += 1
    switch scalar {
    case "n": return "\n"
    case "t": return "\t"
    case "r": return "\r"
    case "b": return "\u{8}"
    case "f": return "\u{C}"
    case "v": return "\u{B}"
    case "0": return "\0"
    case "\r":
      // A carriage return and a line feed are one line end.
      _ = take("\n")
      return nil
    case let end where JSON5Parser.endsLine(end): return nil
    case "x": return try hexadecimal(2)
    case "u":
      let first = try hexadecimalValue(4)
      guard (0xD800..<0xDC00).contains(first) else { return try scalarValue(first) }
      // A pair of surrogates spells one scalar.
      guard take("\\"), take("u") else { throw problem("half a surrogate pair") }
      let second = try hexadecimalValue(4)
      guard (0xDC00..<0xE000).contains(second) else { throw problem("half a surrogate pair") }
      return try scalarValue(0x10000 + (first - 0xD800) << 10 + (second - 0xDC00))
    default: return scalar
    }
  }

  private mutating func hexadecimal(_ digits: Int) throws -> Unicode.Scalar {
    try scalarValue(hexadecimalValue(digits))
  }

  private func scalarValue(_ value: UInt32) throws -> Unicode.Scalar {
    guard let scalar = Unicode.Scalar(value) else { throw problem("half a surrogate pair") }
    return scalar
  }

  private mutating func hexadecimalValue(_ digits: Int) throws -> UInt32 {
    let end = position + digits
    guard end <= text.count, let value = UInt32(String(text[position..<end].map(Character.init)), radix: 16) else {
      throw problem("expected \(digits) hexadecimal digits")
    }
    position = end
    return value
  }

  private mutating func number() throws -> JSON {
    let start = position
    while let scalar = peek, JSON5Parser.continuesNumber(scalar) { position += 1 }
    let word = String(String.UnicodeScalarView(text[start..<position]))
    let unsigned = word.drop { $0 == "+" || $0 == "-" }
    let sign = word.hasPrefix("-") ? -1 : 1
    if word.count - unsigned.count <= 1 {
      if unsigned.hasPrefix("0x") || unsigned.hasPrefix("0X") {
        if let value = Int(unsigned.dropFirst(2), radix: 16) { return .integer(sign * value) }
      } else if let value = Int(unsigned) {
        return .integer(sign * value)
      } else if unsigned.first!.isNumber || unsigned.first! == ".", let value = Double(dotted(unsigned)), value.isFinite
      {
        return .number(Double(sign) * value)
      }
    }
    position = start
    throw problem("'\(word)' is not a number")
  }

  /// Swift wants a digit on both sides of the point; JSON5 does not.
  private func dotted(_ word: Substring) -> String {
    var word = word.hasPrefix(".") ? "0" + word : String(word)
    if let point = word.firstIndex(of: ".") {
      let next = word.index(after: point)
      if next == word.endIndex || !word[next].isNumber { word.insert("0", at: next) }
    }
    return word
  }

  private mutating func name() -> String {
    let start = position
    while let scalar = peek, JSON5Parser.startsName(scalar) || scalar.properties.numericType != nil { position += 1 }
    return String(String.UnicodeScalarView(text[start..<position]))
  }

  private mutating func skipSpace() throws {
    while let scalar = peek {
      if scalar.properties.isWhitespace || scalar == "\u{FEFF}" {
        position += 1
      } else if scalar == "/", position + 1 < text.count, text[position + 1] == "/" {
        while let next = peek, !JSON5Parser.endsLine(next) { position += 1 }
      } else if scalar == "/", position + 1 < text.count, text[position + 1] == "*" {
        let start = position
        position += 2
        while position + 1 < text.count, !(text[position] == "*" && text[position + 1] == "/") { position += 1 }
        guard position + 1 < text.count else {
          position = start
          throw problem("a comment is never closed")
        }
        position += 2
      } else {
        return
      }
    }
  }

  private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
    guard peek == scalar else { return false }
    position += 1
    return true
  }

  private func problem(_ text: String) -> SettingsError {
    let before = self.text[..<min(position, self.text.count)]
    var (line, column) = (1, 1)
    for (place, scalar) in before.enumerated() {
      // Of a carriage return and a line feed, the first ends the line and the second belongs to it.
      if scalar == "\n", place > 0, before[place - 1] == "\r" { continue }
      (line, column) = JSON5Parser.endsLine(scalar) ? (line + 1, 1) : (line, column + 1)
    }
    return SettingsError(path: [], problem: "not valid JSON5, line \(line), column \(column): \(text)")
  }

  private func quoted(_ scalar: Unicode.Scalar?) -> String { scalar.map { "'\(Character($0))'" } ?? "the end" }

  private static func quoted(_ scalar: Unicode.Scalar) -> String { "'\(Character(scalar))'" }

  /// Whether a line ends here: JSON5 knows the same four ends as JavaScript.
  private static func endsLine(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "\n" || scalar == "\r" || scalar == "\u{2028}" || scalar == "\u{2029}"
  }

  private static func startsName(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isAlphabetic || scalar == "_" || scalar == "$"
  }

  private static func continuesNumber(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isAlphabetic || scalar.properties.numericType != nil || "+-.".unicodeScalars.contains(scalar)
  }
}
