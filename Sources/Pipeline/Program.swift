import Glibc
import Settings

/// The version that every executable prints and every file records.
public let version = "0.1.0"

extension Command {
  /// Parses the command line, answers `--help` and `--version`, runs the body and leaves with the right status.
  ///
  /// Every error becomes one line on standard error; none reaches the Swift runtime, which would end on SIGILL.
  public func run(_ defaults: Options, _ body: (Options, [String], Console) throws -> Void) -> Never {
    let words = CommandLine.arguments.dropFirst()
    let asked = words.prefix { $0 != "--" }
    if asked.contains("--help") || asked.contains("-h") {
      print(help, terminator: "")
      exit(0)
    }
    if asked.contains("--version") {
      print("\(name) \(version)")
      exit(0)
    }
    // A write past RLIMIT_FSIZE or into a closed pipe shall fail with an error that we report, not end the process.
    signal(SIGXFSZ, SIG_IGN)
    signal(SIGPIPE, SIG_IGN)
    do {
      let (options, rest) = try parse(words, into: defaults)
      try body(options, rest, Console(name: name))
      guard fflush(nil) == 0 else { throw SystemError(cannot: "write", "standard output", errno: errno) }
      exit(0)
    } catch {
      fail(error)
    }
  }

  private func fail(_ error: any Error) -> Never {
    let failure = error as? any Failure
    let kind = failure?.failureKind ?? (error is SettingsError ? .data : .system)
    var text = "\(name): error: \(error)\n"
    if kind == .usage { text += "Try '\(name) --help'.\n" }
    fflush(nil)
    speak(text)
    if failure?.mustLeaveAtOnce == true { _exit(kind.rawValue) }
    exit(kind.rawValue)
  }
}
