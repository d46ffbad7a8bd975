import Classical
import Classifiers
import Commands
import Glibc
import Models
import Networks
import Records
import Settings
import Store
import System

/// The training of one fold, from the state that an interrupted one left if there is any.
struct FoldTraining {
  /// The model's file.
  var path: String { stem + ".h5" }

  private let settings: TrainJob
  private let fold: FoldSides
  private let key: String
  private let stem: String
  private let tool: Tool
  private let inputs: [Input]
  private let foldsAfter: Int
  private let putAside: Int

  /// - Parameters:
  ///   - fold: as the model learns from it.
  ///   - putAside: validation rows of the split that are rows to learn from here.
  ///   - stem: the model's path without `.h5`.
  ///   - foldsAfter: how many folds are still to come.
  init(
    _ settings: TrainJob, fold: FoldSides, putAside: Int, key: String, stem: String, tool: Tool, inputs: [Input],
    foldsAfter: Int
  ) {
    self.foldsAfter = foldsAfter
    self.settings = settings
    self.fold = fold
    self.putAside = putAside
    self.key = key
    self.stem = stem
    self.tool = tool
    self.inputs = inputs
  }

  /// Whether the model is there, whole, and depends on nothing that has changed.
  ///
  /// Inputs may differ in rows that this fold does not learn from; the file then only gets their new hashes. Every value
  /// is read, for what is listed as the fold's model is from then on taken for it; and the file is compared with what the
  /// values make, so that nothing else stands between them.
  func isDone(console: Console) throws -> Bool {
    guard access(path, F_OK) == 0 else { return false }
    let whole: (model: ModelFile, tool: Tool, inputs: [Input])?
    do {
      whole = try ModelFile.whole(path, key: key)
    } catch {
      console.say("\(fold.name) is trained anew: \(error)")
      return false
    }
    guard let whole else { return false }
    // The key holds the revision, so that it is the same; another version of the program leaves a file as it is.
    var maker = tool
    if whole.inputs == inputs { (maker.name, maker.version) = (whole.tool.name, whole.tool.version) }
    try whole.model.write(to: path, tool: maker, inputs: inputs)
    return true
  }

  /// Trains, and writes the model.
  func run(on table: FeatureTable, threads: Int, console: Console) throws {
    // Test rows are not even in the data set.
    let data = try table.dataset(of: fold.train + fold.validation)
    let model =
      switch settings.train {
      case .network(let train):
        try network(train, on: data, features: table.features, threads: threads, console: console)
      case .classical(let train):
        try classical(train, on: data, features: table.features, threads: threads, console: console)
      }
    try ModelFile(
      model, frontend: table.frontend, split: settings.split, fold: fold.name, key: key,
      processor: Self.processor(of: model)
    ).write(to: path, tool: tool, inputs: inputs)
  }

  /// The instructions that a model of this kind is computed with on this machine.
  private static func processor(of model: Classifier) -> String {
    switch model {
    case .network: Engines.processor
    case .classical: AlgebraLibraries.processor
    }
  }

  /// Removes the checkpoint of a fold that is done, now or by a run that was killed right behind the model's last byte.
  func clearUp() { unlink(checkpointPath) }

  private var checkpointPath: String { stem + ".checkpoint.h5" }

  private func network(
    _ network: NetworkSettings, on data: Dataset, features: [String], threads: Int, console: Console
  ) throws -> Classifier {
    try checkValidation(network.train)
    if putAside > 0 {
      console.say(
        "\(fold.name): no rule decides by validation rows, so the \(putAside.grouped) are learned from as well: "
          + "\(fold.train.count.grouped) in all")
    }
    let news = TrainingNews(
      fold.name, network.train, rows: fold.train.count, foldsAfter: foldsAfter, on: console)
    let checkpoint = CheckpointFile(checkpointPath, key: key, tool: tool)
    var pace = CheckpointPace()
    let trained = try NetworkClassifier(
      settings.seeded(network, for: fold.name), on: data, train: Array(0..<fold.train.count),
      validation: Array(fold.train.count..<data.rows.count), features: features, threads: threads,
      resuming: checkpoint.read(),
      save: { state in try pace.saving { try checkpoint.write(state) } },
      progress: { news.report($0) })
    tell(trained.selection, console)
    news.finish(trained.model)
    return .network(trained)
  }

  /// Says which setting needs the validation rows that are not there.
  private func checkValidation(_ train: TrainSettings) throws {
    guard fold.validation.isEmpty, let rule = train.rulesOverValidation.first else { return }
    throw DataError(
      cannot: "train", "\(settings.split)/\(fold.name)",
      "it has no validation rows, by whose \(rule.metric.rawValue) train.\(rule.name) decides; give the split a "
        + "validation share, or set checkpoint to 'last' or the metric to 'trainingLoss'")
  }

  /// Inner folds choose what there is to choose, so that validation rows are rows to learn from.
  private func classical(
    _ train: ClassicalSettings, on data: Dataset, features: [String], threads: Int, console: Console
  ) throws -> Classifier {
    let fitted = try ClassicalClassifier(
      train, on: data, rows: Array(0..<data.rows.count), features: features, jobs: threads)
    tell(fitted.selection, console)
    let best = fitted.model.trials.first { $0.settings == fitted.model.chosen }
    console.say(
      "\(fold.name): \(fitted.model.chosen.canonical)"
        + (best.map { ": UAR \((100 * $0.mean).rounded(to: 1)) % on inner folds" } ?? ""))
    return .classical(fitted)
  }

  private func tell(_ selection: FeatureSelection?, _ console: Console) {
    guard let selection else { return }
    console.say("\(fold.name): chose \(selection.chosen.joined(separator: ", "))")
  }
}

/// Saves after every epoch, unless epochs are so short that saving would take a good part of the time.
private struct CheckpointPace {
  private var cost = 0.0
  private var last = -Double.infinity

  mutating func saving(_ save: () throws -> Void) rethrows {
    let begin = Progress.now()
    guard begin - last >= 9 * cost else { return }
    try save()
    last = Progress.now()
    cost = last - begin
  }
}
