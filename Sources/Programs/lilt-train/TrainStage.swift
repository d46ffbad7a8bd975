import Classical
import Commands
import Determinism
import Glibc
import Models
import Networks
import Settings
import Store
import System

/// Trains the folds of a split one after another, each with all threads, and writes the index of their models.
struct TrainStage {
  /// Raised whenever the same rows under the same settings become another model.
  static let revision = Revision("train", 2, libraries: [Engines.name] + AlgebraLibraries.versions)

  private let settings: TrainJob
  private let job: Job
  private let console: Console
  private let tool = Tool(Self.revision)

  init(_ settings: TrainJob, job: Job, console: Console) {
    (self.settings, self.job, self.console) = (settings, job, console)
  }

  func run() throws {
    let table = try FeatureTable(job.inputs[0], scratch: splitPath(job.outputPath).folder)
    let folds = try FoldSides.read(settings.split, from: job.inputs[1], matching: table.rows)
    let inputs = [try Input(file: job.inputs[0]), try Input(file: job.inputs[1])]
    let keys = FoldKey(Self.revision, settings: try settings.canonicalJSON)
    let folder = ModelsIndex.folder(of: job.outputPath)
    guard mkdir(folder, 0o755) == 0 || errno == EEXIST else {
      throw SystemError(cannot: "write", job.outputPath, errno: errno)
    }
    let begin = Progress.now()
    var trained = 0
    let entries = try folds.enumerated().map { index, split in
      let fold = split.learned(by: settings.train, in: table.rows)
      let training = FoldTraining(
        settings, fold: fold, putAside: fold.validation.isEmpty ? split.validation.count : 0,
        key: keys.key(of: fold, in: table), stem: "\(folder)/\(fold.name)", tool: tool,
        inputs: inputs, foldsAfter: folds.count - index - 1)
      if try !training.isDone(console: console) {
        try training.run(on: table, threads: job.jobs, console: console)
        trained += 1
      }
      training.clearUp()
      return ModelsIndex.Entry(
        fold: fold.name, name: "\(fold.name).h5", sha256: try Digest(ofFile: training.path).description)
    }
    try ModelsIndex(entries).write(
      to: job.outputPath, tool: tool, settings: settings.canonicalJSON, inputs: inputs)
    console.say(
      "\(trained.grouped) of \(folds.count.grouped) folds trained, \(folds.count - trained) as they were, "
        + "in \(duration(Progress.now() - begin))")
  }
}
