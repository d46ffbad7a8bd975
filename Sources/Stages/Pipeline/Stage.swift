import Commands
import Settings
import Store

/// A step of the pipeline as a value: what it is told, what it reads, what it writes, and how it is run.
///
/// All that is said of a stage is said here once. Its program, its `--help`, a recipe's plan, the rules for Make and the
/// tests take it from this.
///
/// ```swift
/// public enum Clean: Stage {
///   public static let name = "clean"
///   public static let revision: Revision? = Revision("clean", 1, libraries: SoundLibraries.versions)
///   public static let summary = "Decodes, resamples, cuts and levels the clips of a catalog."
///   public static let reads: [StageInput] = [.file(.catalog), .corpora]
///   public static let writes = Schema.clean
///   public static func run(_ job: Cleaning, _ order: Order, _ console: Console) throws { … }
/// }
/// ```
public protocol Stage {
  /// What its settings file holds.
  associatedtype Job: Settings

  /// Its folder in the store, `clean`; its program is `lilt-clean`.
  static var name: String { get }
  /// The state of what it computes; nil for a stage whose file says all that it depends on without it.
  static var revision: Revision? { get }
  /// One sentence on what it does.
  static var summary: String { get }
  /// Closing paragraphs of its help: its settings, the meaning of its output.
  static var notes: String { get }
  /// What it reads, in the order of the command line.
  static var reads: [StageInput] { get }
  /// What may stand behind that once or several times, always as a whole.
  static var readsAgain: [StageInput] { get }
  /// What it writes.
  static var writes: Schema { get }
  /// Options of its program beyond those that every stage has.
  static var options: [Option<Order>] { get }
  /// Files that a job names and people edit: tables of labels, folds, recordings of noise.
  static func files(of job: Job) -> [String]
  /// Makes the output.
  /// - Parameters:
  ///   - job: what the settings file says.
  ///   - order: which files, with how many threads.
  static func run(_ job: Job, _ order: Order, _ console: Console) throws
}

/// One thing that a stage reads.
public enum StageInput: Sendable, Equatable {
  /// A file of one of these kinds.
  case file([Schema])
  /// The folder that holds the corpora.
  case corpora

  /// A file of one of several kinds.
  public static func file(_ kinds: Schema...) -> StageInput { .file(kinds) }

  /// The word for it in help: `CATALOG.h5`, `CLEAN.h5|AUGMENTED.h5`, `DATA`.
  public var word: String {
    switch self {
    case .file(let kinds): kinds.map { $0.kind.uppercased() + ".h5" }.joined(separator: "|")
    case .corpora: "DATA"
    }
  }
}

extension Stage {
  /// Its program: `lilt-clean`.
  public static var program: String { "lilt-\(name)" }
  /// What its outputs say that made them.
  public static var tool: Tool { revision.map(Tool.init) ?? Tool(named: program) }

  /// What the keys of its rows or models hash.
  public static var keyed: Revision {
    guard let revision else { preconditionFailure("\(name) has no revision, on which keys rest") }
    return revision
  }

  /// Its files say all that they depend on without it.
  public static var revision: Revision? { nil }
  /// Nothing more to say.
  public static var notes: String { "" }
  /// Nothing that comes several times.
  public static var readsAgain: [StageInput] { [] }
  /// No option of its own.
  public static var options: [Option<Order>] { [] }
  /// No job names a file.
  public static func files(of job: Job) -> [String] { [] }

  /// What stands at a place of the command line; nil behind the last that may.
  public static func input(at place: Int) -> StageInput? {
    if place < reads.count { return reads[place] }
    return readsAgain.isEmpty ? nil : readsAgain[(place - reads.count) % readsAgain.count]
  }

  /// Whether so many inputs are a whole command line.
  public static func accepts(_ count: Int) -> Bool {
    let rest = count - reads.count
    guard !readsAgain.isEmpty else { return rest == 0 }
    return rest > 0 && rest.isMultiple(of: readsAgain.count)
  }

  /// Opens one of the inputs as the kind of file that it has to be.
  public static func open(_ place: Int, of order: Order) throws -> InputFile {
    guard case .file(let kinds)? = input(at: place) else { preconditionFailure("\(name) reads no file at \(place)") }
    return try InputFile(order.inputs[place], expecting: kinds)
  }

  /// Makes a file by this stage from all of its inputs, by name and hash.
  /// - Parameter files: what the job names besides.
  public static func outputFile(_ job: Job, _ order: Order) throws -> OutputFile {
    let read = order.inputs.indices.filter { input(at: $0) != .corpora }.map { order.inputs[$0] } + files(of: job)
    return try OutputFile(
      order.output, schema: writes, tool: tool, settings: job.canonicalJSON, inputs: read.map { try Input(file: $0) })
  }
}
