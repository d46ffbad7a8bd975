import Glibc
import System

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

  /// Wipes the bar, so that a last word can stand in its place, and tells the seconds since the work began.
  @discardableResult
  public mutating func finish() -> Double {
    if isDrawn { console.write("\r\u{1B}[K") }
    isDrawn = false
    return Progress.now() - start
  }

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
