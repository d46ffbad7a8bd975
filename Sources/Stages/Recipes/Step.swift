import Determinism
import Pipeline
import Settings
import Store

/// One file that a stage makes: which program, with which settings, from which inputs. What a stage is called, reads and
/// writes is said by the stage itself (`Stage`).
///
/// A step's name is a hash of all that its file depends on (but the programs themselves, which Make watches), so two
/// recipes that agree up to a stage name the same file there, and a changed setting names another.
public struct Step: Sendable, Equatable {
  /// The stage's folder in the store: `clean`.
  public let stage: String
  /// The executable without its folder: `lilt-clean`.
  public let program: String
  /// What kind of file it makes.
  public let kind: Schema
  /// The settings file's text, canonical JSON.
  public let settings: String
  /// What the program is given and waits for, in order.
  public let inputs: [Input]
  /// Files that the settings name and people edit: label tables, fold files, recordings of noise.
  public let files: [String]
  /// Sixteen hexadecimal digits over stage, settings and inputs.
  public let hash: String

  /// What a step is made from.
  public enum Input: Sendable, Equatable {
    /// Another step's file, and what kind of file it is.
    case step(hash: String, path: String, kind: Schema)
    /// The folder that holds the corpora; the step waits for each corpus's list of files.
    case corpora(root: CorporaFolder, lists: [String])

    /// The path on a rule's command line, as one word of it.
    var argument: String {
      switch self {
      case .step(_, let path, _): path
      case .corpora(let root, _): root.word
      }
    }

    /// The files that Make watches for it.
    var prerequisites: [String] {
      switch self {
      case .step(_, let path, _): [path]
      case .corpora(_, let lists): lists
      }
    }

    /// Whether a stage reads such a thing where it stands.
    fileprivate func fits(_ wanted: StageInput?) -> Bool {
      switch (self, wanted) {
      case (.step(_, _, let kind), .file(let kinds)?): kinds.contains(kind)
      case (.corpora, .corpora?): true
      default: false
      }
    }

    fileprivate var identity: String {
      switch self {
      case .step(let hash, _, _): hash
      case .corpora(let root, _): root.identity
      }
    }
  }

  /// A stage with a job.
  /// - Parameter inputs: what it reads, as `Stage.reads` has it.
  public init<S: Stage>(_ stage: S.Type, _ job: S.Job, from inputs: [Input]) throws {
    precondition(
      S.accepts(inputs.count) && inputs.enumerated().allSatisfy { $1.fits(S.input(at: $0)) },
      "a plan gives \(S.name) what it does not read")
    self.stage = S.name
    program = S.program
    kind = S.writes
    settings = try job.canonicalJSON
    self.inputs = inputs
    files = S.files(of: job)
    var hash = SHA256()
    for field in [S.name, settings] + inputs.map(\.identity) { hash.update(field: field) }
    self.hash = String("\(hash.finish())".prefix(16))
  }

  /// Everything but its program that Make compares its file with.
  func prerequisites(settings: String, in build: String) -> [String] {
    [settings] + inputs.flatMap(\.prerequisites) + files.map { WatchedFile($0).state(in: build) }
  }

  /// The file under the store, without its extension: `build/store/clean/3fa9…`.
  public func stem(in build: String) -> String { "\(build)/store/\(stage)/\(hash)" }

  /// The file that the step makes.
  public func output(in build: String) -> String { stem(in: build) + ".h5" }

  /// The step as an input of a later one.
  func asInput(in build: String) -> Input { .step(hash: hash, path: output(in: build), kind: kind) }
}
