import Glibc
import System

/// Where a program speaks to people: standard error.
///
/// Texts may hold names and labels from anywhere; nothing of them that a terminal would obey gets through.
public struct Console: Sendable {
  /// The program's name, first word of every line.
  public let name: String
  /// Whether to stay silent but for warnings and errors.
  public var isQuiet = false
  /// Whether a person watches standard error, so that a line may be redrawn.
  public let isTerminal: Bool
  /// Whether colours are welcome: a terminal, and no `NO_COLOR` (no-color.org).
  public let hasColour: Bool

  /// A console for a program.
  public init(name: String) {
    self.name = name
    isTerminal = isatty(STDERR_FILENO) == 1 && getenv("TERM").map { String(cString: $0) } != "dumb"
    hasColour = isTerminal && (getenv("NO_COLOR").map { $0.pointee == 0 } ?? true)
  }

  /// A line of news, left out with `--quiet`.
  public func say(_ text: String) {
    if !isQuiet { write("\(name): \(text.printable)\n") }
  }

  /// Several lines as they are, left out with `--quiet`.
  public func show(_ text: String) {
    if !isQuiet { write((text.hasSuffix("\n") ? text : text + "\n").printableLines) }
  }

  /// A line that is shown in any case.
  public func warn(_ text: String) {
    let word = hasColour ? "\u{1B}[33mwarning\u{1B}[0m" : "warning"
    write("\(name): \(word): \(text.printable)\n")
  }

  func write(_ text: String) { speak(text) }
}

/// Writes lines to standard output for people or programs that read line by line: all but line ends and tabs that a terminal
/// would obey is escaped. What stands between tabs has to be made `printable` before.
public func printLines(_ text: String, terminator: String = "\n") {
  let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
    line.split(separator: "\t", omittingEmptySubsequences: false).map { String($0).printable }.joined(separator: "\t")
  }
  print(lines.joined(separator: "\n"), terminator: terminator)
}

/// Writes to standard error as far as it lets us; when even that fails there is nobody left to tell.
func speak(_ text: String) {
  var text = text
  text.withUTF8 { bytes in
    var written = 0
    while written < bytes.count {
      let count = Glibc.write(STDERR_FILENO, bytes.baseAddress! + written, bytes.count - written)
      if count <= 0 && errno != EINTR { return }
      written += max(0, count)
    }
  }
}
