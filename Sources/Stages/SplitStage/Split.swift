import Commands
import Corpora
import Pipeline
import Records
import Settings
import Splits
import Store
import System

/// What `lilt-split` is told.
public struct SplitJob: Settings {
  /// The split's name: `honest`.
  public var name = "honest"
  /// The folder of the fold files.
  public var folds = "data/folds"
  /// How rows are divided.
  public var split = SplitSettings()

  /// Twenty per cent of speakers.
  public init() {}

  /// A split of a recipe.
  public init(name: String, split: SplitSettings) { (self.name, self.split) = (name, split) }

  /// The path of the fold file, where there is one.
  public var foldFile: String? { split.foldFile.map { "\(folds)/\($0).json" } }
}

/// Which rows are trained on, validated on and tested on, and the proof of what these sides share.
public enum Split: Stage {
  /// Its folder in the store and, behind `lilt-`, its program.
  public static let name = "split"
  /// What it does.
  public static let summary = "Divides rows into folds and proves what their sides share."
  /// What it reads.
  public static let reads: [StageInput] = [.file(.catalog), .file(.features)]
  /// What it writes.
  public static let writes = Schema.split
  /// Its settings in short.
  public static let notes = """
    The catalog says which statement each clip makes.
    Settings: { "name": "honest", "folds": "data/folds", "split": { "by": "speaker", "folds": 5 } }
    All keys: lilt-recipe --explain splits
    """

  /// Files that the job names.
  public static func files(of job: SplitJob) -> [String] { [job.foldFile].compactMap { $0 } }

  /// Makes the output.
  public static func run(_ job: SplitJob, _ order: Order, _ console: Console) throws {
    let statements = try CatalogFile(open(0, of: order)).statements()
    let rows = try open(1, of: order).rows()
    let known = try rows.map { row in
      guard let statement = statements[row.parent] else {
        throw DataError(cannot: "split", order.inputs[1], "'\(row.parent)' is not in '\(order.inputs[0])'")
      }
      return SplitRow(row, statement: statement)
    }
    let folds: [Fold]
    do {
      folds = try Splitter(job.split, foldFile: foldFile(of: job)).folds(of: known)
    } catch let error as SplitError {
      throw DataError("\(error)")
    }
    let clues = SentenceClue.clues(of: folds, in: known)
    let output = try outputFile(job, order)
    try output.write(folds, clues: clues, named: job.name, rows: rows)
    try output.commit(keepingEqual: true)
    console.say("\(job.name): " + SplitNews(folds, clues).summary)
  }

  private static func foldFile(of job: SplitJob) throws -> FoldFile? {
    guard let path = job.foldFile else { return nil }
    do {
      return try FoldFile(parsing: contents(of: path))
    } catch let error as SettingsError {
      throw DataError(cannot: "read folds", path, error)
    }
  }
}

extension SplitRow {
  /// What a split needs to know of a row of the store.
  init(_ row: Row, statement: String) {
    self.init(
      id: row.id, parent: row.parent, variant: row.variant, corpus: row.corpus, speaker: row.speaker,
      sex: Sex(rawValue: row.sex) ?? .unknown, label: row.label, sound: row.sound,
      statement: statement)
  }
}
