import Classifiers
import Commands
import Determinism
import Models
import Networks
import Pipeline
import Records
import Results
import Search
import Settings
import Store
import System

/// Tries settings on inner folds, several trials at a time, and keeps a table of what they scored.
struct SearchRunner {
  private let settings: TrainJob
  private let search: SearchJob
  private let order: Order
  private let console: Console
  private let tool = Train.tool

  init(_ settings: TrainJob, _ search: SearchJob, _ order: Order, _ console: Console) {
    (self.settings, self.search, self.order, self.console) = (settings, search, order, console)
  }

  func run() throws {
    let table = try FeatureTable(order.inputs[0])
    let outer = try SplitFile(Train.open(1, of: order)).folds(of: settings.split, matching: table.rows)
    let folds = try InnerFold.all(of: outer, count: search.inner, in: table)
    let inputs = try order.inputs.map { try Input(file: $0) }
    let rows = try LoadedRows(
      Array(Set(folds.flatMap { $0.train + $0.validation })).sorted(), of: table,
      scratch: splitPath(order.output).folder)
    let text = JSON.object(["base": try JSON(encoding: settings), "search": try JSON(encoding: search)]).canonical
    let (search, output, tool, names) = (search, order.output, tool, folds.map(\.name))
    let features = table.features
    let news = SearchNews(console: console)
    let found = try search.search.run(
      over: try base(identity: key(of: outer, in: table)), folds: folds.count, resuming: SearchFile.read(output),
      jobs: order.jobs, check: { _ = try Self.settings(of: $0) },
      keep: { table in
        try SearchFile.write(table, folds: names, to: output, tool: tool, settings: text, inputs: inputs)
        news.report(table)
      },
      evaluate: { tree, index in
        try Self.score(Self.settings(of: tree), on: folds[index], of: rows, by: search.metric, features: features)
      })
    try SearchFile.write(found, folds: names, to: output, tool: tool, settings: text, inputs: inputs)
    news.finish()
    printLines(found.text, terminator: "")
    if let best = found.best, let mean = best.mean {
      console.say("best: \(JSON.object(best.changes).canonical) with \(search.metric.rawValue) \(mean.rounded(to: 4))")
    }
  }

  /// The settings with a member that says what they are applied to, so that scores on other rows do not count.
  private func base(identity: String) throws -> JSON {
    guard case .object(var members) = try JSON(encoding: settings) else { return .null }
    members["identity"] = .string(identity)
    return .object(members)
  }

  private func key(of folds: [FoldSides], in table: FeatureTable) throws -> String {
    let keys = FoldKey(Train.keyed, settings: "\(search.inner) \(search.metric.rawValue)")
    return folds.map { keys.key(of: $0, in: table) }.joined(separator: " ")
  }

  private static func settings(of tree: JSON) throws -> TrainJob {
    guard case .object(var members) = tree else { return TrainJob() }
    members["identity"] = nil
    return try TrainJob(decoding: .object(members))
  }

  /// Trains with one thread, since trials run beside each other.
  private static func score(
    _ settings: TrainJob, on fold: InnerFold, of rows: LoadedRows, by metric: Metric, features: [String]
  ) throws -> Double {
    let data = try rows.dataset(of: fold.train + fold.validation)
    let train = Array(fold.train.indices), validation = Array(fold.train.count..<data.rows.count)
    let classifier: Classifier
    switch settings.train {
    case .network(let network):
      classifier = .network(
        try NetworkClassifier(
          settings.seeded(network, for: fold.name), on: data, train: train, validation: validation, features: features,
          threads: 1))
    case .classical(let classical):
      classifier = .classical(try ClassicalClassifier(classical, on: data, rows: train, features: features, jobs: 1))
    }
    let said = try Recogniser(classifier, threads: 1).probabilities(of: validation, in: data)
    let scores = ClipScores(said, of: validation, in: data)
    switch metric {
    case .uar: return scores.uar
    case .accuracy: return scores.accuracy
    case .loss, .trainingLoss: return scores.loss
    }
  }
}
