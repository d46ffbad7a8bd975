import Determinism
import Settings

/// One file that a stage makes: which program, with which settings, from which inputs.
///
/// A step's name is a hash of all that its file depends on (but the programs themselves, which Make watches), so two
/// recipes that agree up to a stage name the same file there, and a changed setting names another.
public struct Step: Sendable, Equatable {
  /// The stage's folder in the store: `clean`.
  public let stage: String
  /// The executable without its folder: `lilt-clean`.
  public let program: String
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
    /// Another step's file.
    case step(hash: String, path: String)
    /// The folder that holds the corpora; the step waits for each corpus's list of files.
    case corpora(root: CorporaFolder, lists: [String])

    /// The path on a rule's command line, as one word of it.
    var argument: String {
      switch self {
      case .step(_, let path): path
      case .corpora(let root, _): root.word
      }
    }

    /// The files that Make watches for it.
    var prerequisites: [String] {
      switch self {
      case .step(_, let path): [path]
      case .corpora(_, let lists): lists
      }
    }

    fileprivate var identity: String {
      switch self {
      case .step(let hash, _): hash
      case .corpora(let root, _): root.identity
      }
    }
  }

  /// Describes a step.
  public init(stage: String, program: String, settings: JSON, inputs: [Input], files: [String] = []) {
    self.stage = stage
    self.program = program
    self.settings = settings.canonical
    self.inputs = inputs
    self.files = files
    var hash = SHA256()
    for field in [stage, self.settings] + inputs.map(\.identity) { hash.update(field: field) }
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
  func asInput(in build: String) -> Input { .step(hash: hash, path: output(in: build)) }
}
