import Foundation
import TestSupport

/// What a program did.
struct Outcome: CustomStringConvertible {
  /// The exit status; 128 and the signal's number where a signal ended it.
  let status: Int32
  let output: String
  let errors: String
  /// Whether it was ended because it went on for too long.
  var isOverdue = false

  var description: String { "status \(status)\noutput: \(output)\nerrors: \(errors)" }

  /// The counts of a stage's last line: `32 clips: 1 computed, 31 reused, 0 dropped`.
  var computed: Int? { count(before: "computed") }
  var reused: Int? { count(before: "reused") }

  /// The number before a word: `1 computed` has 1 before `computed`.
  func count(before word: String) -> Int? {
    let words = errors.split { " \n,;".contains($0) && $0 != "," || $0 == "\n" }.map { $0.filter { $0 != "," } }
    guard let place = words.lastIndex(of: word), place > 0 else { return nil }
    return Int(words[place - 1])
  }
}

/// The programs under test: the release build that `make check` names in LILT_BIN, or the build beside the tests.
enum Programs {
  static let folder: String =
    ProcessInfo.processInfo.environment["LILT_BIN"]
    ?? Bundle.allBundles.first { $0.bundlePath.hasSuffix(".xctest") }?.bundleURL.deletingLastPathComponent().path
    ?? URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent().path

  /// The checkout that the tests stand in.
  static let checkout = Checkout.root

  /// Every program's name.
  static let all: [String] =
    ((try? FileManager.default.contentsOfDirectory(atPath: "\(checkout)/Sources/Programs")) ?? [])
    .filter { $0.hasPrefix("lilt") }.sorted()
}

/// Runs a program to its end: one of ours by its name, any other by its path.
@discardableResult
func run(
  _ program: String, _ arguments: [String], in folder: String? = nil, environment: [String: String] = [:],
  input: Data? = nil
) throws -> Outcome {
  let running = try Running(program, arguments, in: folder, environment: environment, input: input)
  return try running.outcome()
}

/// Runs a line of shell; what becomes of it is the caller's to judge.
func bash(_ line: String, in folder: String? = nil, environment: [String: String] = [:]) throws -> Outcome {
  try run("/bin/bash", ["-euo", "pipefail", "-c", line], in: folder, environment: environment)
}

/// Runs a line of shell that has to succeed.
@discardableResult
func shell(_ line: String, in folder: String? = nil, environment: [String: String] = [:]) throws -> Outcome {
  let outcome = try bash(line, in: folder, environment: environment)
  guard outcome.status == 0 else { throw Mishap(outcome) }
  return outcome
}

/// A program under way.
final class Running {
  private let process = Process()
  private let scratch = Scratch()

  init(
    _ program: String, _ arguments: [String], in folder: String? = nil, environment: [String: String] = [:],
    input: Data? = nil
  ) throws {
    process.executableURL = URL(fileURLWithPath: program.hasPrefix("/") ? program : "\(Programs.folder)/\(program)")
    process.arguments = arguments
    if let folder { process.currentDirectoryURL = URL(fileURLWithPath: folder) }
    // What the make that runs the tests tells makes below it is none of those that the tests start.
    let own = ProcessInfo.processInfo.environment.filter { !["MAKEFLAGS", "MAKELEVEL", "MFLAGS"].contains($0.key) }
    process.environment = own.merging(environment) { $1 }
    // Files rather than pipes: a pipe that nobody reads stops a program that has much to say.
    process.standardOutput = try scratch.handle("output")
    process.standardError = try scratch.handle("errors")
    if let input {
      try input.write(to: scratch.url("input"))
      process.standardInput = try FileHandle(forReadingFrom: scratch.url("input"))
    } else {
      process.standardInput = FileHandle.nullDevice
    }
    try process.run()
  }

  /// Ends it as a power cut would.
  func kill() { _ = Glibc.kill(process.processIdentifier, SIGKILL) }

  /// Sends it a signal.
  func send(_ signal: Int32) { _ = Glibc.kill(process.processIdentifier, signal) }

  /// Ends it and all that it started: Foundation makes every process the leader of a group.
  func killAll() { _ = Glibc.kill(-process.processIdentifier, SIGKILL) }

  /// Waits for its end.
  /// - Parameter seconds: when it and all that it started are ended, if they have not come to an end themselves.
  func outcome(within seconds: Double? = nil) throws -> Outcome {
    let isOverdue = seconds.map { !hasEnded(within: $0) } ?? false
    if isOverdue { killAll() }
    process.waitUntilExit()
    return Outcome(
      status: process.terminationReason == .exit ? process.terminationStatus : 128 + process.terminationStatus,
      output: String(decoding: try scratch.bytes("output"), as: UTF8.self),
      errors: String(decoding: try scratch.bytes("errors"), as: UTF8.self), isOverdue: isOverdue)
  }

  /// Looks often at first, since most programs end at once.
  private func hasEnded(within seconds: Double) -> Bool {
    let begin = ContinuousClock.now
    var pause: UInt32 = 500
    while process.isRunning {
      if ContinuousClock.now - begin > .seconds(seconds) { return false }
      usleep(pause)
      pause = min(2 * pause, 20_000)
    }
    return true
  }
}

extension Scratch {
  fileprivate func handle(_ name: String) throws -> FileHandle {
    _ = FileManager.default.createFile(atPath: file(name), contents: nil)
    return try FileHandle(forWritingTo: url(name))
  }
}
