import Glibc
import Settings
import System

extension Command {
  /// Parses the command line, answers `--help`, `--version` and `--describe`, runs the body and leaves with the right status.
  ///
  /// Every error becomes one line on standard error; none reaches the Swift runtime, which would end on SIGILL.
  public func run(_ defaults: Options, _ body: (Options, [String], Console) throws -> Void) -> Never {
    // As they are, or with escapes where they are not UTF-8: Swift's own list replaces what it cannot read.
    let words = (0..<Int(CommandLine.argc)).compactMap { CommandLine.unsafeArgv[$0] }.map { word in
      String(escaping: UnsafeBufferPointer(start: word, count: strlen(word)).map(UInt8.init(bitPattern:)))
    }
    leave(program: name, after: { try answer(words.dropFirst(), defaults, body) })
  }

  private func answer(
    _ words: ArraySlice<String>, _ defaults: Options, _ body: (Options, [String], Console) throws -> Void
  ) throws {
    let asked = words.prefix { $0 != "--" }
    if asked.contains("--help") || asked.contains("-h") {
      print(description.help, terminator: "")
    } else if asked.contains("--describe") {
      print(try description.canonicalJSON)
    } else if asked.contains("--version") {
      print("\(name) \(version)")
    } else {
      let (options, rest) = try parse(words, into: defaults)
      try body(options, rest, Console(name: name))
    }
    guard fflush(nil) == 0 else {
      // Whoever reads has enough, as in `lilt-predict … | head`: the status that the signal would have left, and no word.
      if errno == EPIPE { _exit(128 + SIGPIPE) }
      throw SystemError(cannot: "write", "standard output", errno: errno)
    }
  }
}

/// Runs a program's body and leaves with the status that its outcome deserves.
private func leave(program: String, after body: () throws -> Void) -> Never {
  // A write past RLIMIT_FSIZE or into a closed pipe shall fail with an error that we report, not end the process.
  signal(SIGXFSZ, SIG_IGN)
  signal(SIGPIPE, SIG_IGN)
  LibraryNoise.silence()
  do {
    try body()
    exit(0)
  } catch {
    let failure = error as? any Failure
    let kind = failure?.failureKind ?? (error is SettingsError ? .data : .system)
    fflush(nil)
    let sentence = "\(error)".printableParagraph
    speak("\(program): error: \(sentence)\n" + (kind == .usage ? "Try '\(program) --help'.\n" : ""))
    if failure?.mustLeaveAtOnce == true { _exit(kind.rawValue) }
    exit(kind.rawValue)
  }
}

/// C libraries that print what they think: libmpg123 says on standard error what is wrong with a damaged MP3 file.
enum LibraryNoise {
  /// Sends what libraries print on the stream `stderr` nowhere. What Lilt says does not pass that stream: it is written to
  /// the descriptor. To be called before there are threads.
  static func silence() {
    // The variable that all of the process prints through, by its address: Swift sees only the value it had at first.
    guard let place = dlsym(nil, "stderr"), let nowhere = fopen("/dev/null", "we") else { return }
    place.assumingMemoryBound(to: UnsafeMutablePointer<FILE>.self).pointee = nowhere
  }
}
