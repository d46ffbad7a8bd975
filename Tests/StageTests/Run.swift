import Foundation

/// What a program did.
struct Outcome {
  let status: Int32
  let output: String
  let errors: String
}

/// The programs under test: the release build that `make check` names in LILT_BIN, or the build beside the tests.
enum Programs {
  static let folder: String =
    ProcessInfo.processInfo.environment["LILT_BIN"]
    ?? Bundle.allBundles.first { $0.bundlePath.hasSuffix(".xctest") }?.bundleURL.deletingLastPathComponent().path
    ?? URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent().path
}

/// Runs a program of ours to its end.
@discardableResult
func run(
  _ program: String, _ arguments: [String], in folder: String? = nil, environment: [String: String] = [:],
  input: Data? = nil
) throws -> Outcome {
  let process = Process()
  process.executableURL = URL(fileURLWithPath: program.hasPrefix("/") ? program : "\(Programs.folder)/\(program)")
  process.arguments = arguments
  if let folder { process.currentDirectoryURL = URL(fileURLWithPath: folder) }
  process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
  // Files rather than pipes: a pipe that nobody reads stops a program that has much to say.
  let scratch = try Scratch()
  let output = try scratch.handle("output"), errors = try scratch.handle("errors")
  process.standardOutput = output
  process.standardError = errors
  if let input {
    try input.write(to: scratch.url("input"))
    process.standardInput = try FileHandle(forReadingFrom: scratch.url("input"))
  } else {
    process.standardInput = FileHandle.nullDevice
  }
  try process.run()
  process.waitUntilExit()
  return Outcome(
    status: process.terminationReason == .exit ? process.terminationStatus : 128 + process.terminationStatus,
    output: try String(contentsOf: scratch.url("output"), encoding: .utf8),
    errors: try String(contentsOf: scratch.url("errors"), encoding: .utf8))
}

/// A folder of a test's own, gone with the test.
final class Scratch {
  let path: String

  init() throws {
    path = NSTemporaryDirectory() + "lilt-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func file(_ name: String) -> String { "\(path)/\(name)" }
  func url(_ name: String) -> URL { URL(fileURLWithPath: file(name)) }
  func write(_ name: String, _ text: String) throws -> String {
    try text.write(toFile: file(name), atomically: false, encoding: .utf8)
    return file(name)
  }
  func bytes(_ name: String) throws -> Data { try Data(contentsOf: url(name)) }

  fileprivate func handle(_ name: String) throws -> FileHandle {
    _ = FileManager.default.createFile(atPath: file(name), contents: nil)
    return try FileHandle(forWritingTo: url(name))
  }
}
