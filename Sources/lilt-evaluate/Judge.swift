import Classifiers
import Evaluation
import Learning
import Models
import Pipeline
import Plotting
import Results
import Settings
import Store

/// Lets each fold's model speak about its test rows.
final class Judge {
  let settings: EvaluateJob
  let job: Job
  private let console: Console
  private let table: FeatureTable
  /// One of the models, which are all of one kind.
  private(set) var model: Classifier?

  init(_ settings: EvaluateJob, job: Job, console: Console) throws {
    (self.settings, self.job, self.console) = (settings, job, console)
    table = try FeatureTable(job.inputs[2])
  }

  /// The results of all splits, honest ones first.
  func judge() throws -> Judged {
    var judged: [(result: SplitResult, rows: [Int])] = []
    for index in stride(from: 3, to: job.inputs.count, by: 2) {
      judged.append(try result(split: job.inputs[index], models: job.inputs[index + 1]))
    }
    judged = judged.filter { $0.result.role == .honest } + judged.filter { $0.result.role == .published }
    return Judged(
      recipe: settings.name, text: settings.text, settings: settings.recipe, intervals: settings.evaluate.intervals,
      results: judged.map(\.result), rows: judged.map(\.rows))
  }

  private func result(split: String, models: String) throws -> (SplitResult, [Int]) {
    let plan = try SplitPlan(split)
    let folds = try FoldSides.read(plan.name, from: split)
    let files = try ModelsIndex.models(of: models)
    guard files.count == folds.count else {
      throw DataError(
        cannot: "judge", models, "it has \(files.count) models for \(folds.count) folds; run lilt-train again")
    }
    model = files.first?.model
    var predictions: [Prediction] = [], rows: [Int] = []
    var training = [Int](repeating: 0, count: table.names.count)
    var progress = Progress(folds.reduce(0) { $0 + $1.test.count }, "rows", on: console)
    for (number, (fold, file)) in zip(folds, files).enumerated() {
      guard file.model.labels == table.names else {
        throw DataError(
          cannot: "judge", models, "its classes are not those of '\(job.inputs[2])'; run lilt-train again")
      }
      for row in fold.learned(by: file.model.settings, in: table.rows).train { training[table.labels[row]] += 1 }
      let said = try Recogniser(file.model, threads: job.jobs).probabilities(
        of: Array(fold.test.indices), in: table.dataset(of: fold.test))
      for (row, probabilities) in zip(fold.test, said) {
        predictions.append(prediction(of: row, fold: number, probabilities))
        rows.append(row)
      }
      progress.advance(by: fold.test.count)
    }
    let isByRow = settings.evaluate.byRow.contains(plan.name)
    var judged = try Predictions(labels: table.names, rows: predictions)
    if !isByRow {
      judged = try judged.byClip()
      rows = firstRows(of: judged, among: zip(predictions, rows))
    }
    var result = SplitResult(
      name: plan.name, role: role(of: plan),
      method: plan.method(folds: folds.count) + (isByRow ? ", judged row by row" : ""),
      scorecard: Scorecard(judged, bootstrap: settings.evaluate.intervals, training: training))
    result.proof = plan.proofs(of: folds, rows: table.rows)
    if let scaler = files.first?.model.scaler, scaler.isTransductive { result.transductive = "the scaler" }
    result.histories = files.enumerated().map { FoldHistory(fold: $0.offset, member: $0.element.model.members.first) }
    return (result, rows)
  }

  /// Where windows were averaged, a clip is known by the first of its rows.
  private func firstRows(
    of clips: Predictions, among predictions: some Sequence<(Prediction, Int)>
  ) -> [Int] {
    var firsts: [String: Int] = [:]
    for (prediction, row) in predictions where firsts["\(prediction.fold) \(prediction.clip)"] == nil {
      firsts["\(prediction.fold) \(prediction.clip)"] = row
    }
    return clips.rows.map { firsts["\($0.fold) \($0.clip)"] ?? 0 }
  }

  private func prediction(of row: Int, fold: Int, _ probabilities: [Double]) -> Prediction {
    let about = table.rows[row]
    // Windows of a sound are averaged; a transformed copy is a sound of its own.
    let clip = about.variant == "original" ? about.parent : "\(about.parent)/\(about.variant)"
    return Prediction(
      row: about.id, clip: clip, fold: fold, corpus: about.corpus, speaker: about.speaker, sex: about.sex,
      // The file keeps 32 bits, and whoever reads it shall find the same scores.
      truth: table.labels[row], probabilities: probabilities.map { Double(Float($0)) },
      soft: table.shares.map { $0[row].map(Double.init) })
  }

  private func role(of plan: SplitPlan) -> SplitResult.Role {
    let published =
      settings.evaluate.published.map { $0.contains(plan.name) } ?? (plan.name == "published" || plan.isByRow)
    return published ? .published : .honest
  }
}

extension FoldHistory {
  /// The curves of a network's training; none where nothing was learned in epochs.
  fileprivate init(fold: Int, member: TrainedModel.Member?) {
    let epochs = member?.history ?? []
    let validated = epochs.contains { $0.validationLoss.isFinite && $0.validationLoss >= 0 }
    self.init(
      fold: fold,
      panels: epochs.isEmpty
        ? []
        : [
          .init(name: "loss", training: epochs.map(\.loss), validation: validated ? epochs.map(\.validationLoss) : []),
          .init(
            name: "accuracy", training: epochs.map(\.accuracy),
            validation: validated ? epochs.map(\.validationAccuracy) : []),
        ],
      kept: member?.keptEpoch)
  }
}
