import System

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
