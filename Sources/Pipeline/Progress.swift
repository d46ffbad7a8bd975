import Glibc

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

/// `0.4 s`, `12 s`, `3 min 20 s`, `2 h 05 min`.
public func duration(_ seconds: Double) -> String {
  let whole = Int(seconds.rounded())
  func two(_ n: Int) -> String { n < 10 ? "0\(n)" : "\(n)" }
  if seconds < 10 { return "\(seconds.rounded(to: 1)) s" }
  if whole < 60 { return "\(whole) s" }
  if whole < 3600 { return "\(whole / 60) min \(two(whole % 60)) s" }
  return "\(whole / 3600) h \(two(whole % 3600 / 60)) min"
}

extension Int {
  /// The digits in groups of three: `12,345`.
  public var grouped: String {
    var text = String(magnitude)
    var index = text.count - 3
    while index > 0 {
      text.insert(",", at: text.index(text.startIndex, offsetBy: index))
      index -= 3
    }
    return self < 0 ? "-" + text : text
  }
}

extension Double {
  /// Decimal text with a fixed number of places.
  public func rounded(to places: Int) -> String {
    guard isFinite else { return "\(self)" }
    let scale = pow(10.0, Double(places))
    let scaled = (self * scale).rounded()
    guard places > 0, abs(scaled) < 1e15 else { return abs(scaled) < 1e15 ? String(Int(scaled)) : "\(self)" }
    let digits = String(Int(scaled.magnitude))
    let padded = String(repeating: "0", count: max(0, places + 1 - digits.count)) + digits
    return (scaled < 0 ? "-" : "") + padded.dropLast(places) + "." + padded.suffix(places)
  }
}
