/// A recipe as its author wrote it, without comments and empty lines: what a report shows.
///
/// Comments are left out because a changed comment shall make nothing out of date.
public struct RecipeText: Sendable, Equatable {
  /// Its lines.
  public let text: String

  /// Takes the comments out of JSON5 that has been read without an error.
  public init(withoutComments source: String) {
    text = RecipeText.code(of: source).split(separator: "\n")
      .map { String($0.reversed().drop(while: \.isWhitespace).reversed()) }
      .filter { !$0.isEmpty }.joined(separator: "\n")
  }

  private static func code(of source: String) -> String {
    var code = String.UnicodeScalarView()
    var rest = source.unicodeScalars[...]
    while let scalar = rest.popFirst() {
      switch (scalar, rest.first) {
      case ("/", "/"): rest = rest.drop { $0 != "\n" }
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
      default: code.append(scalar)
      }
    }
    return String(code)
  }
}
