import Corpora
import Pipeline
import Settings
import Store

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
      "lilt-split", "Divides rows into folds and proves what their sides share.", arguments: "FEATURES.h5",
      inputs: 1...1,
      notes: """
        Settings: { "name": "honest", "folds": "data/folds", "split": { "by": "speaker", "folds": 5 } }
        """
    ).run { job, console in
      let settings = try job.settings(as: SplitJob.self)
      let input = try InputFile.open(job.inputs[0], expecting: .features)
      let rows = try input.rows()
      let folds: [Fold]
      do {
        let splitter = Splitter(settings.split, foldFile: try foldFile(of: settings))
        folds = try splitter.folds(of: rows.map(SplitRow.init))
      } catch let error as SplitError {
        throw DataError("\(error)")
      }
      let file = try SplitFile(
        settings.name, folds, rows: rows, path: job.outputPath, settings: settings.canonicalJSON,
        inputs: (job.inputs + (settings.foldFile.map { [$0] } ?? [])).map { try Input(file: $0) })
      try file.write()
      console.say("\(settings.name): " + SplitFile.summary(of: folds))
    }
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
  init(_ row: Row) {
    self.init(
      id: row.id, parent: row.parent, variant: row.variant, corpus: row.corpus, speaker: row.speaker,
      sex: Sex(rawValue: row.sex) ?? .unknown, label: row.label, sound: row.sound)
  }
}
