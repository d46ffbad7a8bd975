import Glibc

/// A piece of well-formed XML. Text becomes markup only by being escaped, so nothing that a file was named can break out.
public struct Markup: Sendable, Equatable {
  /// The characters of the piece.
  public private(set) var text: String

  /// Nothing.
  public static let empty = Markup(verbatim: "")

  /// Text to be read, with `&`, `<`, `>` and quotes escaped and replaced by U+FFFD: what XML forbids and
  /// what turns the direction of reading, so that a name reads as what it is.
  public init(_ text: String) { self.text = Markup.escaped(text) }

  /// Characters that are markup already.
  public init(verbatim text: String) { self.text = text }

  /// One piece after another.
  public init(_ pieces: [Markup]) { text = pieces.map(\.text).joined() }

  /// Adds a piece at the end.
  public static func += (left: inout Markup, right: Markup) { left.text += right.text }

  static func escaped(_ text: String) -> String {
    var result = ""
    result.reserveCapacity(text.utf8.count)
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      case "\t", "\n", "\r": result.unicodeScalars.append(scalar)
      case "\u{202A}"..."\u{202E}", "\u{2066}"..."\u{2069}": result += "\u{FFFD}"
      case _ where scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) || scalar.value & 0xFFFE == 0xFFFE:
        result += "\u{FFFD}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}

/// An element with its attributes, whose values are escaped, and its content.
public func tag(
  _ name: String, _ attributes: KeyValuePairs<String, String> = [:], @MarkupBuilder _ content: () -> Markup
) -> Markup {
  Markup(verbatim: opening(name, attributes) + ">" + content().text + "</\(name)>")
}

/// An element without content.
public func tag(_ name: String, _ attributes: KeyValuePairs<String, String> = [:]) -> Markup {
  Markup(verbatim: opening(name, attributes) + "/>")
}

private func opening(_ name: String, _ attributes: KeyValuePairs<String, String>) -> String {
  attributes.reduce(into: "<\(name)") { $0 += " \($1.key)=\"\(Markup.escaped($1.value))\"" }
}

/// Lets content be written as a block of elements and strings; every string is escaped.
@resultBuilder public enum MarkupBuilder {
  /// An element stands as it is.
  public static func buildExpression(_ markup: Markup) -> Markup { markup }
  /// An element that may be missing leaves nothing.
  public static func buildExpression(_ markup: Markup?) -> Markup { markup ?? .empty }
  /// A string is escaped.
  public static func buildExpression(_ text: String) -> Markup { Markup(text) }
  /// An empty block is nothing.
  public static func buildBlock() -> Markup { .empty }
  /// The first piece.
  public static func buildPartialBlock(first: Markup) -> Markup { first }
  /// One piece after the others.
  public static func buildPartialBlock(accumulated: Markup, next: Markup) -> Markup { Markup([accumulated, next]) }
  /// A condition without an alternative.
  public static func buildOptional(_ markup: Markup?) -> Markup { markup ?? .empty }
  /// A condition's first branch.
  public static func buildEither(first: Markup) -> Markup { first }
  /// A condition's second branch.
  public static func buildEither(second: Markup) -> Markup { second }
  /// The rounds of a loop, one after another.
  public static func buildArray(_ pieces: [Markup]) -> Markup { Markup(pieces) }
}

extension Double {
  /// The number with a fixed count of decimals, halves away from zero; `–` when it is not a finite number.
  /// - Parameter minus: the sign of numbers below zero; readers get a true minus, coordinates a hyphen.
  public func fixed(_ decimals: Int, minus: String = "\u{2212}") -> String {
    let scaled = (magnitude * pow(10, Double(decimals))).rounded()
    guard scaled < 1e15 else { return isFinite ? "\(self)" : "–" }
    var digits = String(Int(scaled))
    if digits.count <= decimals { digits = String(repeating: "0", count: decimals + 1 - digits.count) + digits }
    if decimals > 0 { digits.insert(".", at: digits.index(digits.endIndex, offsetBy: -decimals)) }
    return self < 0 && scaled > 0 ? minus + digits : digits
  }

  /// The number as a share of a hundred: 0.481 is `48.1`.
  public var percent: String { (100 * self).fixed(1) }

  /// A coordinate with at most one decimal, which no eye can tell from more; 0 in place of a number that is not finite, which no viewer can draw.
  var px: String {
    guard isFinite else { return "0" }
    let text = fixed(1, minus: "-")
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }
}
