import Commands
import Corpora
import Determinism
import Settings
import Store
import System

/// What `lilt-ingest` is told.
struct IngestJob: Settings {
  /// Names of the corpora, each a folder of the data folder.
  var corpora: [String] = []
  /// Which clips, under which labels, and what the doctor does.
  var ingest = IngestSettings()
}

/// `lilt-ingest`: who says what in which file, and what is wrong with it.
@main struct Main {
  static func main() {
    Stage(
      "lilt-ingest", "Lists the clips of corpora, labels them and examines their sound.", arguments: "DATA",
      inputs: 1...1, extras: [.strict],
      notes: """
        DATA is the folder that holds the corpora: DATA/ravdess, DATA/crema-d, DATA/savee, DATA/emo-db, DATA/tess.
        Settings: { "corpora": ["ravdess"], "ingest": { "channel": "speech", "labels": {…}, "doctor": {…} } }
        """
    ).run { job, console in
      let settings = try job.settings(as: IngestJob.self)
      guard !settings.corpora.isEmpty else {
        throw DataError(cannot: "ingest", job.inputs[0], "the settings name no corpora")
      }
      let examiner = try Examiner(data: job.inputs[0], output: job.outputPath, jobs: job.jobs, console: console)
      let surveys = try settings.corpora.map { name in
        try examiner.survey(corpus(named: name, job))
      }
      let labelFile = settings.ingest.labels.file
      try job.protect(surveys.lazy.flatMap(\.paths) + [labelFile].compactMap { $0 })
      let table = try labelFile.map { path in
        try read(path) { try LabelTable(parsing: contents(of: path), name: path) }
      }
      let catalog = Catalog(surveys.map(\.survey), settings: settings.ingest, labelTable: table)
      if job.strict { try refuse(catalog) }
      let file = try CatalogFile(
        catalog, surveys, labelFile: labelFile, path: job.outputPath, settings: settings.canonicalJSON)
      try file.write()
      console.show(Findings(catalog).text)
      let used = catalog.clips.count(where: \.isUsed)
      console.say(
        "\(catalog.clips.count.grouped) clips, \(used.grouped) used under \(catalog.labels.count) labels; "
          + "\(examiner.examined.grouped) files examined, \(examiner.known.grouped) known")
      if used == 0 { throw DataError(cannot: "use", settings.corpora.joined(separator: ", "), "no clip is left") }
    }
  }

  private static func corpus(named name: String, _ job: Job) throws -> any Corpus {
    try read(job.settings ?? "") { try Corpora.named(name) }
  }

  private static func refuse(_ catalog: Catalog) throws {
    let fatal = catalog.findings.filter { $0.action == .drop && $0.rule != .hidden }
    guard let first = fatal.first else { return }
    throw DataError(
      cannot: "use", first.subject, "\(first.detail) (\(first.rule.rawValue); \(fatal.count) findings drop something)")
  }

  /// Runs something whose errors are about an input.
  private static func read<T>(_ path: String, _ body: () throws -> T) throws -> T {
    do {
      return try body()
    } catch let error as any Failure {
      throw error
    } catch {
      throw DataError("\(error)")
    }
  }
}
