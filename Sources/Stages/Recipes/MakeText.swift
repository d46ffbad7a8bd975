import Determinism

/// How texts that people write get into a file that Make reads, and into the shell that Make calls.
///
/// Make has no way to spell every path as a target or a prerequisite: `a(b)` means a member of an archive, `a=b` a
/// variable, and a line end nothing at all. So the rules name only files that we name ourselves, in characters that mean
/// themselves everywhere (`isPlain`). What people name reaches Make as a word of a shell command and in no other place
/// (`word`), and there every text can be spelt but one with a NUL, which no program could be given.
public enum MakeText {
  /// What plain names are made of, in words.
  static let plain = "letters from a to z, digits, '.', '_', '+' and '-', a letter, digit or '_' first"

  /// Whether a text means itself in a target, a prerequisite, a variable's name and a shell command: ASCII letters, digits,
  /// `.`, `_`, `+`, `-`, and `/` between them, with neither `.` nor `-` at the beginning of a part.
  public static func isPlain(_ text: String) -> Bool {
    text.split(separator: "/", omittingEmptySubsequences: false).allSatisfy(isPlainPart)
  }

  /// The same for one part of a path, such as a recipe's name.
  public static func isPlainPart(_ text: some StringProtocol) -> Bool {
    guard let first = text.utf8.first, isLetterOrDigit(first) || first == UInt8(ascii: "_") else { return false }
    return text.utf8.allSatisfy { isLetterOrDigit($0) || "._+-".utf8.contains($0) }
  }

  /// A text as one word of a Bash command in a rule's recipe; nil for a text with a NUL.
  ///
  /// In the recipe Make gives a meaning to `$` alone, as long as the word has no line end. The shell gives none to anything
  /// between single quotes; where the text has control characters, `$'…'` spells them as octal numbers. All of it goes
  /// scalar by scalar: a quotation mark under an accent is one character for Swift and still a quotation mark for the shell.
  public static func word(_ text: String) -> String? {
    guard !text.utf8.contains(0) else { return nil }
    if !text.isEmpty, text.utf8.allSatisfy({ isLetterOrDigit($0) || "._+-/,:@%".utf8.contains($0) }) { return text }
    let spells = text.utf8.contains(where: isControl)
    var word = spells ? "$$'" : "'"
    for scalar in text.unicodeScalars {
      switch scalar {
      case "$": word += "$$"
      case "'": word += spells ? "\\'" : "'\\''"
      case "\\" where spells: word += "\\\\"
      case _ where scalar.value < 128 && isControl(UInt8(scalar.value)):
        let octal = String(scalar.value, radix: 8)
        word += "\\" + String(repeating: "0", count: 3 - octal.count) + octal
      default: word.unicodeScalars.append(scalar)
      }
    }
    return word + "'"
  }

  /// A plain name that belongs to a path alone and still says which: `3fa90c…-labels.csv`.
  static func name(for path: String) -> String {
    let last = path.split(separator: "/").last ?? ""
    let readable = String(String.UnicodeScalarView(last.unicodeScalars.filter { isPlainPart("x\($0)") }.suffix(40)))
    return "\("\(Digest(of: path))".prefix(16))-\(readable)"
  }

  private static func isControl(_ byte: UInt8) -> Bool { byte < 32 || byte == 127 }

  private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: false
    }
  }
}
