import Commands
import Corpora
import Settings
import Splits
import Store
import System

/// What `lilt-split` is told.
struct SplitJob: Settings {
  /// The split's name: `honest`.
  var name = "honest"
  /// The folder of the fold files.
  var folds = "data/folds"
  /// How rows are divided.
  var split = SplitSettings()

  /// The path of the fold file, where there is one.
  var foldFile: String? { split.foldFile.map { "\(folds)/\($0).json" } }
}

/// `lilt-split`: which rows are trained on, validated on and tested on, and the proof of what these sides share.
@main struct Main {
  static func main() {
    Stage(
      "lilt-split", "Divides rows into folds and proves what their sides share.", arguments: "CATALOG.h5 FEATURES.h5",
      inputs: 2...2,
      notes: """
        The catalog says which statement each clip makes.
        Settings: { "name": "honest", "folds": "data/folds", "split": { "by": "speaker", "folds": 5 } }
        """
    ).run { job, console in
      let settings = try job.settings(as: SplitJob.self)
      let statements = try statements(of: job.inputs[0])
      let rows = try InputFile.open(job.inputs[1], expecting: .features).rows()
      let known = try rows.map { row in
        guard let statement = statements[row.parent] else {
          throw DataError(cannot: "split", job.inputs[1], "'\(row.parent)' is not in '\(job.inputs[0])'")
        }
        return SplitRow(row, statement: statement)
      }
      let folds: [Fold]
      do {
        let splitter = Splitter(settings.split, foldFile: try foldFile(of: settings))
        folds = try splitter.folds(of: known)
      } catch let error as SplitError {
        throw DataError("\(error)")
      }
      let file = try SplitFile(
        settings.name, folds, clues: SentenceClue.clues(of: folds, in: known), rows: rows,
        path: job.outputPath, settings: settings.canonicalJSON,
        inputs: (job.inputs + (settings.foldFile.map { [$0] } ?? [])).map { try Input(file: $0) })
      try file.write()
      console.say("\(settings.name): " + file.summary)
    }
  }

  /// What is said in each clip.
  private static func statements(of catalog: String) throws -> [String: String] {
    let file = try InputFile.open(catalog, expecting: .catalog)
    let clips = zip(try file.texts("/clips/id"), try file.texts("/clips/statement"))
    return Dictionary(clips) { first, _ in first }
  }

  private static func foldFile(of settings: SplitJob) throws -> FoldFile? {
    guard let path = settings.foldFile else { return nil }
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
