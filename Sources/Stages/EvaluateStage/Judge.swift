import Classifiers
import Commands
import Metrics
import Models
import Networks
import Pipeline
import Plotting
import Records
import Reports
import Results
import Settings
import Store
import System

/// Lets each fold's model speak about its test rows.
final class Judge {
  let settings: EvaluateJob
  let order: Order
  private let console: Console
  private let table: FeatureTable
  /// What each row says, with its corpus; empty where nobody knows.
  private let statements: [String]
  /// One of the models, which are all of one kind.
  private(set) var model: Classifier?

  init(_ settings: EvaluateJob, _ order: Order, _ console: Console) throws {
    (self.settings, self.order, self.console) = (settings, order, console)
    table = try FeatureTable(order.inputs[2])
    let catalog = try CatalogSummary(CatalogFile(Evaluate.open(0, of: order)))
    statements = table.rows.map { row in
      catalog.statement(of: row.parent).map { "\(row.corpus)/\($0)" } ?? ""
    }
  }

  /// The results of all splits, honest ones first.
  func judge() throws -> Judged {
    var judged: [(result: SplitResult, rows: [Int])] = []
    for index in stride(from: Evaluate.reads.count, to: order.inputs.count, by: Evaluate.readsAgain.count) {
      judged.append(try result(SplitPlan(Evaluate.open(index, of: order)), models: order.inputs[index + 1]))
    }
    judged = [.honest, .published, .leaking].flatMap { role in judged.filter { $0.result.role == role } }
    return Judged(
      recipe: settings.name, text: settings.text, settings: settings.recipe, intervals: settings.evaluate.intervals,
      results: judged.map(\.result), rows: judged.map(\.rows))
  }

  private func result(_ plan: SplitPlan, models: String) throws -> (SplitResult, [Int]) {
    let folds = try plan.file.folds(of: plan.name, matching: table.rows)
    let index = try ModelsIndex(models)
    guard index.entries.count == folds.count else {
      throw DataError(
        cannot: "judge", models, "it has \(index.entries.count) models for \(folds.count) folds; run lilt-train again")
    }
    var predictions: [Prediction] = [], twins: [Prediction] = [], rows: [Int] = [], histories: [FoldHistory] = []
    var training = [Int](repeating: 0, count: table.names.count)
    var progress = Progress(folds.reduce(0) { $0 + $1.test.count }, "rows", on: console)
    for (number, (fold, entry)) in zip(folds, index.entries).enumerated() {
      // One fold's model at a time: together they may be larger than everything else.
      let file = try entry.model(of: models)
      if number == 0 { model = file.model }
      histories.append(FoldHistory(fold: number, member: file.model.members.first))
      guard file.model.labels == table.names else {
        throw DataError(
          cannot: "judge", models, "its classes are not those of '\(order.inputs[2])'; run lilt-train again")
      }
      for row in fold.learned(by: file.model.settings, in: table.rows).train
      where training.indices.contains(table.labels[row]) { training[table.labels[row]] += 1 }
      let recogniser = try Recogniser(file.model, threads: order.jobs), places = Array(fold.test.indices)
      let said = try recogniser.probabilities(of: places, in: table.dataset(of: fold.test))
      // What it would have said if it had nothing to go by but its training rows.
      let alone =
        file.model.scaler.isTransductive
        ? try recogniser.probabilities(of: places, in: table.dataset(of: fold.test, knowingSpeakers: false)) : []
      let begin = predictions.count
      let heard = Set((fold.train + fold.validation).map { statements[$0] })
      for (row, probabilities) in zip(fold.test, said) {
        var prediction = prediction(of: row, fold: number, probabilities)
        if !statements[row].isEmpty { prediction.isHeard = heard.contains(statements[row]) }
        if !alone.isEmpty {
          twins.append(prediction.saying(Self.stored(alone[predictions.count - begin])))
        }
        predictions.append(prediction)
        rows.append(row)
      }
      progress.advance(by: fold.test.count)
    }
    let isByRow = settings.evaluate.byRow.contains(plan.name)
    var judged = try Predictions(labels: table.names, rows: predictions)
    var inductive = twins.count == predictions.count ? try Predictions(labels: table.names, rows: twins) : nil
    if !isByRow {
      judged = try judged.byClip()
      inductive = try inductive?.byClip()
      rows = firstRows(of: judged, among: zip(predictions, rows))
    }
    let proof = try plan.proofs(of: folds, rows: table.rows, statements: statements)
    var result = SplitResult(
      name: plan.name, role: SplitResult.Role(of: proof, isPublished: isPublished(plan)),
      method: plan.method(folds: folds.count) + (isByRow ? ", judged row by row" : ""),
      scorecard: Scorecard(judged, bootstrap: settings.evaluate.intervals, training: training))
    result.proof = proof
    result.sentences = plan.sentences
    if !twins.isEmpty { result.transductive = "the scaler" }
    result.inductive = inductive.map { Scorecard($0, bootstrap: settings.evaluate.intervals, training: training) }
    result.histories = histories
    return (result, rows)
  }

  /// Where windows were averaged, a clip is known by the first of its rows.
  private func firstRows(
    of clips: Predictions, among predictions: some Sequence<(Prediction, Int)>
  ) -> [Int] {
    var firsts: [String: Int] = [:]
    for (prediction, row) in predictions where firsts["\(prediction.fold) \(prediction.sound)"] == nil {
      firsts["\(prediction.fold) \(prediction.sound)"] = row
    }
    return clips.rows.map { firsts["\($0.fold) \($0.sound)"] ?? 0 }
  }

  /// The file keeps 32 bits, and whoever reads it shall find the same scores.
  private static func stored(_ probabilities: [Double]) -> [Double] { probabilities.map { Double(Float($0)) } }

  private func prediction(of row: Int, fold: Int, _ probabilities: [Double]) -> Prediction {
    let about = table.rows[row]
    var prediction = Prediction(
      row: about.id, clip: about.parent, fold: fold, corpus: about.corpus, speaker: about.speaker, sex: about.sex,
      truth: table.labels[row], probabilities: Self.stored(probabilities))
    // Windows of a sound are averaged; a transformed copy is a sound of its own.
    prediction.variant = about.variant
    prediction.statement = String(statements[row].dropFirst(about.corpus.count + 1))
    prediction.soft = table.shares.map { $0[row].map(Double.init) }
    return prediction
  }

  /// Whether the recipe wants the split set beside the honest ones, as what others did.
  private func isPublished(_ plan: SplitPlan) -> Bool {
    settings.evaluate.published.map { $0.contains(plan.name) } ?? (plan.name == "published" || plan.isByRow)
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
