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

/// A line on a terminal that is drawn over and over while work goes on, and wiped before anything else is said.
public final class StatusLine {
  private let console: Console
  private var lastDrawn = -Double.infinity
  private var isDrawn = false

  /// A line that is not there yet; on anything but a terminal it never is.
  public init(on console: Console) { self.console = console }

  deinit {
    if isDrawn { console.write("\r\u{1B}[K") }
  }

  /// Shows a text; ten times a second at most, so that fast work is not slowed down.
  public func show(_ text: @autoclosure () -> String) {
    guard console.isTerminal, !console.isQuiet else { return }
    let now = Progress.now()
    guard now - lastDrawn > 0.1 else { return }
    lastDrawn = now
    isDrawn = true
    console.write("\r\u{1B}[K\(console.name): \(text().printable)")
  }

  /// Wipes the line.
  public func clear() {
    guard isDrawn else { return }
    isDrawn = false
    console.write("\r\u{1B}[K")
  }
}

/// A bar with rate and time left while work goes on; it shows itself on a terminal only, and wipes itself at the end.
public struct Progress: ~Copyable {
  private let console: Console
  private let total: Int
  private let unit: String
  private let start = Progress.now()
  private var lastDrawn = 0.0
  private var done = 0
  private var isDrawn = false

  /// Announces how much there is to do.
  /// - Parameter unit: what is counted, in the plural: `clips`, `rows`.
  public init(_ total: Int, _ unit: String, on console: Console) {
    self.console = console
    self.total = total
    self.unit = unit
  }

  deinit {
    if isDrawn { console.write("\r\u{1B}[K") }
  }

  /// Seconds since the work began.
  public var seconds: Double { Progress.now() - start }

  /// Counts one more as done. Draws ten times a second at most.
  public mutating func advance(by count: Int = 1) {
    done += count
    guard console.isTerminal, !console.isQuiet else { return }
    let now = Progress.now()
    guard now - lastDrawn > 0.1 else { return }
    lastDrawn = now
    isDrawn = true
    console.write("\r\u{1B}[K" + line(after: now - start))
  }

  func line(after seconds: Double) -> String {
    let share = total > 0 ? min(1, Double(done) / Double(total)) : 1
    let width = 24
    let filled = Int(share * Double(width))
    let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: width - filled)
    let rate = seconds > 0 ? Double(done) / seconds : 0
    let left = rate > 0 ? Double(total - done) / rate : 0
    return "\(console.name): \(bar) \(done.grouped)/\(total.grouped) \(unit)"
      + "  \(rate.rounded(to: rate < 10 ? 1 : 0))/s  \(duration(left)) left"
  }

  /// Monotonic seconds.
  public static func now() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }
}
