import AugmentStage
import CleanStage
import Commands
import EvaluateStage
import FeaturesStage
import Foundation
import IngestStage
import Pipeline
import SplitStage
import Store
import TestSupport
import Testing
import TrainStage

/// One stage as the tests run it. What it is called, reads and writes comes from the stage itself.
struct TestedStage: Sendable, CustomTestStringConvertible {
  let name: String
  let program: String
  let settings: String
  /// Stages whose outputs it reads, and `data`.
  let inputs: [String]
  let isReporting: Bool

  var output: String { "\(name)/\(name).h5" }
  var testDescription: String { program }

  /// - Parameter earlier: the stages that the inputs come from; of two that make what is wanted, the later one is taken.
  private init<S: Pipeline.Stage>(_ stage: S.Type, _ settings: String, after earlier: [TestedStage] = []) {
    name = S.name
    program = S.program
    self.settings = settings
    kind = S.writes
    inputs = (S.reads + S.readsAgain).map { input in
      guard case .file(let kinds) = input else { return "data" }
      return earlier.last { kinds.contains($0.kind) }?.name ?? "nowhere"
    }
    isReporting = S.options.contains { $0.names.contains("--report") }
  }

  private let kind: Schema

  /// The same with other settings.
  func set(_ settings: String) -> TestedStage { TestedStage(self, settings, inputs) }

  /// The same over outputs of other stages.
  func reading(_ inputs: String...) -> TestedStage { TestedStage(self, settings, inputs) }

  private init(_ stage: TestedStage, _ settings: String, _ inputs: [String]) {
    (name, program, isReporting, kind) = (stage.name, stage.program, stage.isReporting, stage.kind)
    (self.settings, self.inputs) = (settings, inputs)
  }

  static let ingest = TestedStage(Ingest.self, #"{ "corpora": ["crema-d"] }"#)
  static let clean = TestedStage(Clean.self, #"{ "rate": 8000 }"#, after: [ingest])
  static let augment = TestedStage(
    Augment.self,
    #"{ "augment": ["original", { "noise": { "amplitude": 0.02 } }, { "pitch": { "semitones": 0.7 } }] }"#,
    after: [clean])
  static let features = TestedStage(
    ComputeFeatures.self,
    #"""
    { "features": { "frame": { "size": 256, "hop": 128 }, "stack": ["zcr", "rms", { "mfcc": { "count": 13 } }],
      "layout": { "statistics": { "functionals": ["mean", "std"] } } } }
    """#, after: [clean, augment])
  static let split = TestedStage(
    Split.self, #"{ "name": "honest", "split": { "by": "speaker", "folds": 2 } }"#, after: [ingest, features])
  static let train = TestedStage(
    Train.self,
    #"{ "split": "honest", "train": { "model": { "mlp": { "hidden": [8] } }, "epochs": 3, "batch": 16 } }"#,
    after: [features, split])
  static let evaluate = TestedStage(
    Evaluate.self, #"{ "name": "tiny" }"#, after: [ingest, clean, features, split, train])

  /// From a folder of clips to a report.
  static let all = [ingest, clean, augment, features, split, train, evaluate]
  /// The stages that keep rows.
  static let rowwise = [clean, augment, features]
}

/// A folder with a synthetic corpus and the files that a chain makes of it.
final class Workshop {
  let scratch: Scratch

  /// An empty folder.
  init() throws { scratch = Scratch() }

  /// A folder with everything that another one has.
  init(copying other: Workshop) throws {
    scratch = Scratch()
    try shell("cp -a '\(other.scratch.path)/.' '\(scratch.path)'")
  }

  /// A whole chain over 24 clips by four speakers, made once for all tests; copy it to change it.
  static func finished() throws -> Workshop { try whole.get() }
  nonisolated(unsafe) private static let whole = Result {
    let workshop = try Workshop()
    try workshop.synthesize(clips: 24)
    try workshop.makeAll()
    return workshop
  }

  /// Makes or extends the corpus.
  func synthesize(clips: Int) throws {
    let outcome = try run(
      "lilt-synth",
      ["--scheme", "crema-d", "--speakers", "4", "--clips", "\(clips)", "--seed", "3", "--output", data + "/crema-d"])
    guard outcome.status == 0 else { throw Mishap(outcome) }
  }

  /// The folder of the corpora.
  var data: String { scratch.file("data") }

  /// A stage's command line, its settings written and its folder made.
  func arguments(for stage: TestedStage, jobs: Int = 2, output: String? = nil) throws -> [String] {
    try scratch.write("\(stage.name)/\(stage.name).json", stage.settings)
    let inputs = stage.inputs.map { $0 == "data" ? data : scratch.file("\($0)/\($0).h5") }
    return ["--settings", scratch.file("\(stage.name)/\(stage.name).json"), "--jobs", "\(jobs)"]
      + ["--output", output ?? scratch.file(stage.output)] + inputs
      + (stage.isReporting ? ["--report", scratch.file("\(stage.name)/report.html")] : [])
  }

  /// Runs a stage; what became of it is the caller's to judge.
  func attempt(_ stage: TestedStage, jobs: Int = 2) throws -> Outcome {
    try run(stage.program, arguments(for: stage, jobs: jobs))
  }

  /// Runs a stage that has to succeed.
  @discardableResult
  func make(_ stage: TestedStage, jobs: Int = 2) throws -> Outcome {
    let outcome = try attempt(stage, jobs: jobs)
    guard outcome.status == 0 else { throw Mishap(outcome) }
    return outcome
  }

  /// Runs every stage, from the first or from a later one.
  @discardableResult
  func makeAll(from first: TestedStage = .ingest, jobs: Int = 2) throws -> [String: Outcome] {
    var outcomes: [String: Outcome] = [:]
    for stage in TestedStage.all.drop(while: { $0.name != first.name }) {
      outcomes[stage.name] = try make(stage, jobs: jobs)
    }
    return outcomes
  }

  /// Forgets what a stage made.
  func forget(_ stage: TestedStage) throws { try FileManager.default.removeItem(atPath: scratch.file(stage.name)) }

  func bytes(_ stage: TestedStage) throws -> Data { try scratch.bytes(stage.output) }

  /// Every file that the stages made and its bytes, the settings left out.
  func everything() throws -> [String: Data] {
    var files: [String: Data] = [:]
    for stage in TestedStage.all {
      for case let name as String in FileManager.default.enumerator(atPath: scratch.file(stage.name)) ?? .init() {
        var isFolder: ObjCBool = false
        let path = "\(stage.name)/\(name)"
        guard FileManager.default.fileExists(atPath: scratch.file(path), isDirectory: &isFolder), !isFolder.boolValue,
          !name.hasSuffix(".json") || name == "metrics.json"
        else { continue }
        files[path] = try scratch.bytes(path)
      }
    }
    return files
  }
}

/// A program failed where a test only needs what it makes.
struct Mishap: Error, CustomStringConvertible {
  let description: String
  init(_ outcome: Outcome) { description = outcome.description }
}
