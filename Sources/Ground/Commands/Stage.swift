import Glibc
import Settings
import System

/// What every stage is told: `lilt-<stage> --settings FILE.json --output FILE.h5 [--jobs N] [--quiet] INPUT…`.
public struct Job: Sendable {
  /// The stage's settings, canonical JSON.
  public var settings: String?
  /// The file to make.
  public var output: String?
  /// Worker threads.
  public var jobs = availableProcessors()
  /// Silence but for warnings and errors.
  public var quiet = false
  /// Whether a clip that cannot be used ends the run.
  public var strict = false
  /// A second file that some stages write beside the output.
  public var report: String?
  /// What the report says of the recipe in a sentence.
  public var title: String?
  /// A file that says which settings to try, for stages that search.
  public var search: String?
  /// The input files, in order.
  public var inputs: [String] = []

  /// The path to write; `Stage` has checked that it is there.
  public var outputPath: String { output ?? "" }

  /// Refuses to write over files that are read: the inputs, and whatever else settings name.
  public func protect(_ inputs: some Sequence<String>) throws {
    let read = [settings, search].compactMap { $0 } + inputs
    for output in [output, report].compactMap({ $0 }) { try System.protect(read, from: output) }
  }

  /// Decodes the settings file strictly; errors name the file.
  public func settings<S: Settings>(as type: S.Type) throws -> S {
    let path = settings ?? ""
    do {
      return try S(parsing: contents(of: path))
    } catch let error as SettingsError {
      throw DataError(cannot: "read settings", path, error)
    }
  }
}

/// A stage's face; its body gets a checked job.
public struct Stage {
  private let command: Command<Job>
  private let inputs: ClosedRange<Int>

  /// Describes a stage.
  /// - Parameters:
  ///   - name: the executable's name.
  ///   - arguments: the inputs as help shows them.
  ///   - inputs: how many there may be.
  ///   - extras: options beyond the contract's.
  public init(
    _ name: String, _ summary: String, arguments: String, inputs: ClosedRange<Int>, extras: [Option<Job>] = [],
    notes: String = ""
  ) {
    self.inputs = inputs
    command = Command(
      name, summary, arguments: arguments,
      [
        .text("--settings", placeholder: "FILE.json", into: \.settings, required: true, "the stage's settings"),
        .text("--output", placeholder: "FILE.h5", into: \.output, required: true, "the file to make, all or nothing"),
        .number("--jobs", placeholder: "N", into: \.jobs, in: 1...1024, "worker threads (default: the processors)"),
        .flag("--quiet", into: \.quiet, "print warnings and errors only"),
      ] + extras, notes: notes)
  }

  /// Runs the stage and leaves the process.
  public func run(_ body: (Job, Console) throws -> Void) -> Never {
    command.run(Job()) { job, rest, console in
      var job = job
      var console = console
      job.inputs = rest
      console.isQuiet = job.quiet
      if job.settings == nil { throw UsageError("--settings FILE.json is missing") }
      if job.output == nil { throw UsageError("--output FILE.h5 is missing") }
      guard inputs.contains(rest.count) else {
        let found = rest.isEmpty ? "none" : "\(rest.count): \(rest.joined(separator: " "))"
        throw UsageError("expected \(spoken(inputs)) of input, found \(found)")
      }
      try requireReplaceable(job.outputPath)
      try job.protect(rest)
      try body(job, console)
    }
  }

  private func spoken(_ range: ClosedRange<Int>) -> String {
    func files(_ n: Int) -> String { n == 1 ? "1 path" : "\(n) paths" }
    if range.lowerBound == range.upperBound { return files(range.lowerBound) }
    return range.upperBound > 1000
      ? "at least \(files(range.lowerBound))" : "\(range.lowerBound) to \(files(range.upperBound))"
  }
}

extension Option<Job> {
  /// `--strict`, for the stages that meet bad clips.
  public static var strict: Option<Job> {
    .flag("--strict", into: \.strict, "end the run at the first clip that cannot be used")
  }
}

/// How many processors this process may use.
public func availableProcessors() -> Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }
