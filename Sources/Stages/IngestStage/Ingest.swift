import Audio
import Commands
import Corpora
import Pipeline
import Records
import Settings
import Store
import System

/// What `lilt-ingest` is told.
public struct IngestJob: Settings {
  /// Names of the corpora, each a folder of the data folder.
  public var corpora: [String] = []
  /// Which clips, under which labels, and what the doctor does.
  public var ingest = IngestSettings()

  /// Nothing to ingest yet.
  public init() {}

  /// Some corpora under the settings of a recipe.
  public init(corpora: [String], ingest: IngestSettings) { (self.corpora, self.ingest) = (corpora, ingest) }
}

/// Who says what in which file, and what is wrong with it.
public enum Ingest: Stage {
  /// Its folder in the store and, behind `lilt-`, its program.
  public static let name = "ingest"
  /// Raised whenever the same file is described in other words or numbers.
  public static let revision: Revision? = Revision("ingest", 2, libraries: SoundLibraries.versions)
  /// What it does.
  public static let summary = "Lists the clips of corpora, labels them and examines their sound."
  /// What it reads.
  public static let reads: [StageInput] = [.corpora]
  /// What it writes.
  public static let writes = Schema.catalog
  /// Its own options.
  public static var options: [Option<Order>] { [.strict] }
  /// Its settings in short.
  public static let notes = """
    DATA is the folder that holds the corpora: DATA/ravdess, DATA/crema-d, DATA/savee, DATA/emo-db, DATA/tess.
    Settings: { "corpora": ["ravdess"], "ingest": { "channel": "speech", "labels": {…}, "doctor": {…} } }
    All keys: lilt-recipe --explain ingest.labels ingest.doctor
    """

  /// Files that the job names.
  public static func files(of job: IngestJob) -> [String] { [job.ingest.labels.file].compactMap { $0 } }

  /// Makes the output.
  public static func run(_ job: IngestJob, _ order: Order, _ console: Console) throws {
    let data = order.inputs[0], labelFile = job.ingest.labels.file
    guard !job.corpora.isEmpty else { throw DataError(cannot: "ingest", data, "the settings name no corpora") }
    let examiner = try Examiner(data: data, output: order.output, jobs: order.jobs, console: console)
    let corpora = try job.corpora.map { name in
      try examiner.survey(refusing(order.settings) { try Corpora.named(name) })
    }
    try order.protect(corpora.lazy.flatMap(\.paths))
    let table = try labelFile.map { path in
      try refusing(path) { try LabelTable(parsing: contents(of: path), name: path) }
    }
    let catalog = Catalog(corpora.map(\.survey), settings: job.ingest, labelTable: table)
    if order.isStrict { try refuse(catalog) }
    let inputs =
      corpora.map { Input(name: $0.survey.corpus.name, sha256: $0.sha256) }
      + (try files(of: job).map { try Input(file: $0) })
    let output = try OutputFile(
      order.output, schema: writes, tool: tool, settings: job.canonicalJSON, inputs: inputs)
    try output.write(catalog, files: corpora.flatMap(\.catalogedFiles))
    try output.commit(keepingEqual: true)
    console.show(Findings(catalog).text)
    let used = catalog.clips.count(where: \.isUsed)
    console.say(
      "\(catalog.clips.count.grouped) clips, \(used.grouped) used under \(catalog.labels.count) labels; "
        + "\(examiner.examined.grouped) files examined, \(examiner.known.grouped) known")
    if used == 0 { throw DataError(cannot: "use", job.corpora.joined(separator: ", "), "no clip is left") }
  }

  private static func refuse(_ catalog: Catalog) throws {
    let fatal = catalog.findings.filter { $0.action == .drop && $0.rule != .hidden }
    guard let first = fatal.first else { return }
    throw DataError(
      cannot: "use", first.subject, "\(first.detail) (\(first.rule.rawValue); \(fatal.count) findings drop something)")
  }

  /// Runs something whose errors are about an input.
  private static func refusing<T>(_ path: String, _ body: () throws -> T) throws -> T {
    do {
      return try body()
    } catch let error as any Failure {
      throw error
    } catch {
      throw DataError("\(error)")
    }
  }
}
