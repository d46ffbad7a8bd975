import Commands
import Glibc
import System

/// What one repetition took.
struct Timing {
  /// Seconds by the clock.
  let wall: Double
  /// Seconds that this process's threads worked, all together.
  let processor: Double

  /// Runs something and times it.
  static func of(_ body: () throws -> Void) rethrows -> Timing {
    let (begin, worked) = (Progress.now(), processorNow())
    try body()
    return Timing(wall: Progress.now() - begin, processor: processorNow() - worked)
  }

  private static func processorNow() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }
}

/// How timings are told.
enum Measure {
  /// As seconds.
  case seconds
  /// As milliseconds.
  case milliseconds
  /// As so many seconds of sound over the seconds that they took.
  case timesRealTime(Double)

  private var unit: String {
    switch self {
    case .seconds: "s"
    case .milliseconds: "ms"
    case .timesRealTime: "x"
    }
  }

  private func text(_ seconds: Double) -> String {
    switch self {
    case .seconds: seconds.rounded(to: 4)
    case .milliseconds: (seconds * 1000).rounded(to: 3)
    case .timesRealTime(let sound): (sound / seconds).rounded(to: 1)
    }
  }

  /// Four lines: median and best, by the clock and of the processors' work.
  func lines(_ job: String, _ timings: [Timing]) -> [String] {
    [("wall", timings.map(\.wall)), ("cpu", timings.map(\.processor))].flatMap { name, seconds in
      let sorted = seconds.sorted()
      return [
        "\(job).\(name).median \(text(sorted[sorted.count / 2])) \(unit)",
        "\(job).\(name).best \(text(sorted[0])) \(unit)",
      ]
    }
  }
}

/// The most memory that this process has had at any time.
func peakMemoryLine(_ job: String) -> String {
  var usage = rusage()
  getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
  return "\(job).memory \((Double(usage.ru_maxrss) / 1024).rounded(to: 0)) MiB"
}
