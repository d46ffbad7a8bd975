import Classical
import Commands
import Determinism
import Glibc
import Models
import Networks
import Pipeline
import Records
import Settings
import Store
import System

/// Trains the folds of a split one after another, each with all threads, and writes the index of their models.
struct TrainRun {
  private let settings: TrainJob
  private let order: Order
  private let console: Console
  private let tool = Train.tool

  init(_ settings: TrainJob, _ order: Order, _ console: Console) {
    (self.settings, self.order, self.console) = (settings, order, console)
  }

  func run() throws {
    let table = try FeatureTable(order.inputs[0], scratch: splitPath(order.output).folder)
    let folds = try SplitFile(Train.open(1, of: order)).folds(of: settings.split, matching: table.rows)
    let inputs = try order.inputs.map { try Input(file: $0) }
    let keys = FoldKey(Train.keyed, settings: try settings.canonicalJSON)
    let folder = ModelsIndex.folder(of: order.output)
    guard mkdir(folder, 0o755) == 0 || errno == EEXIST else {
      throw SystemError(cannot: "write", order.output, errno: errno)
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
        try training.run(on: table, threads: order.jobs, console: console)
        trained += 1
      }
      training.clearUp()
      return ModelsIndex.Entry(
        fold: fold.name, name: "\(fold.name).h5", sha256: try Digest(ofFile: training.path).description)
    }
    try ModelsIndex(entries).write(
      to: order.output, tool: tool, settings: settings.canonicalJSON, inputs: inputs)
    console.say(
      "\(trained.grouped) of \(folds.count.grouped) folds trained, \(folds.count - trained) as they were, "
        + "in \(duration(Progress.now() - begin))")
  }
}
