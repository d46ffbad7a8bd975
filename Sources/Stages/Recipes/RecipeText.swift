/// A recipe as its author wrote it, without comments and empty lines: what a report shows.
///
/// Comments are left out because a changed comment shall make nothing out of date. Lines end as in JSON5: with a line feed, a
/// carriage return, both, or one of Unicode's two separators.
public struct RecipeText: Sendable, Equatable {
  /// Its lines, ended by line feeds.
  public let text: String
  /// The comment that the recipe opens with, as one line of at most 1,000 characters; empty where it opens with none.
  public let title: String

  /// Takes the comments out of JSON5 that has been read without an error.
  public init(withoutComments source: String) {
    let source = RecipeText.unified(source.unicodeScalars)
    text = RecipeText.lines(RecipeText.code(of: source))
      .map { String($0.reversed().drop(while: \.isWhitespace).reversed()) }
      .filter { !$0.isEmpty }.joined(separator: "\n")
    title = RecipeText.title(of: source)
  }

  private static func lines(_ source: String.UnicodeScalarView) -> [String] {
    source.split(separator: "\n", omittingEmptySubsequences: false).map { String($0) }
  }

  /// The text with line feeds for carriage returns and without a byte order mark.
  private static func unified(_ source: String.UnicodeScalarView) -> String.UnicodeScalarView {
    var result = String.UnicodeScalarView()
    var rest = source.drop { $0 == "\u{FEFF}" }
    while let scalar = rest.popFirst() {
      if scalar == "\r", rest.first == "\n" { continue }
      result.append(scalar == "\r" ? "\n" : scalar)
    }
    return result
  }

  /// The lines that begin with `//`, up to the first that does not. What cannot be shown on a line becomes a blank.
  private static func title(of source: String.UnicodeScalarView) -> String {
    let opening = source.split(omittingEmptySubsequences: false, whereSeparator: isLineEnd)
      .prefix { $0.starts(with: "//".unicodeScalars) }
      .map { $0.drop { $0 == "/" || $0 == " " } }
    let words = opening.joined(separator: " ".unicodeScalars).map { scalar in
      scalar.properties.generalCategory == .control || scalar == "\u{FEFF}" ? " " : scalar
    }
    return String(String(String.UnicodeScalarView(words)).prefix(1000))
  }

  private static func isLineEnd(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "\n" || scalar == "\u{2028}" || scalar == "\u{2029}"
  }

  private static func code(of source: String.UnicodeScalarView) -> String.UnicodeScalarView {
    var code = String.UnicodeScalarView()
    var rest = source[...]
    while let scalar = rest.popFirst() {
      switch (scalar, rest.first) {
      case ("/", "/"): rest = rest.drop { !isLineEnd($0) }
      case ("/", "*"):
        let end = rest.dropFirst().firstRange(of: "*/".unicodeScalars)?.upperBound
        // The blanks behind it go with it, so that it leaves no trace.
        rest = rest[(end ?? rest.endIndex)...].drop { $0 == " " }
      case ("\"", _), ("'", _):
        code.append(scalar)
        while let inner = rest.popFirst() {
          code.append(inner)
          if inner == "\\", let escaped = rest.popFirst() { code.append(escaped) }
          if inner == scalar { break }
        }
      default: code.append(isLineEnd(scalar) ? "\n" : scalar)
      }
    }
    return code
  }
}
