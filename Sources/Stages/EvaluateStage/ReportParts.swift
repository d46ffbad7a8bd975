import Classical
import Classifiers
import Commands
import Graph
import HDF5
import Metrics
import Models
import Networks
import Pipeline
import Plotting
import Portraits
import Records
import Reports
import Results
import Settings
import Store
import System

extension Judge {
  /// The whole report: results, what they were learned from, people's scores beside them, and how to make it again.
  func report(of judged: Judged) throws -> Report {
    var report = judged.report
    let catalog = try CatalogSummary(CatalogFile(Evaluate.open(0, of: order)))
    report.summary = order.title ?? ""
    report.command = "make \(settings.name)"
    report.mistakes = settings.evaluate.mistakes
    report.system = try systemFacts()
    report.data = catalog.summary(of: judged.results[0].scorecard.labels)
    report.ceilings = catalog.ceilings(beside: judged.results[0])
    if settings.evaluate.portraits { report.portraits = try portraits(of: judged.results[0].scorecard.labels) }
    report.versions = [Fact("Lilt", System.version), Fact("engine", Engines.name), Fact("HDF5", libraryVersion)]
    report.files = try order.inputs.map { path in Fact(place(of: path), try Input(file: path).sha256) }
    return report
  }

  /// A file by its folder and name, as it is found under `build/store`.
  private func place(of path: String) -> String { path.split(separator: "/").suffix(2).joined(separator: "/") }

  /// What was trained, and on what.
  private func systemFacts() throws -> [Fact] {
    guard let model else { return [] }
    let names = try Evaluate.open(2, of: order).texts("/tensor/feature")
    let shape = model.inputShape.map(String.init).joined(separator: " × ")
    let range = names.count > 1 ? "\(names[0]) to \(names[names.count - 1])" : names.first ?? ""
    let networks = model.members.count > 1 ? ", \(model.members.count) networks whose probabilities are averaged" : ""
    return [
      Fact("model", try JSON(parsing: model.architecture.utf8).readable),
      Fact("weights", "\(model.weightCount.grouped) numbers\(networks)"),
      Fact("one row", "\(shape) numbers, \(range)"),
      Fact("scaler", try JSON(encoding: model.scaler.choice).readable),
    ] + reduction(of: model)
  }

  /// What the first fold's rows went through before the model; the other folds chose for themselves.
  private func reduction(of model: Classifier) -> [Fact] {
    var facts: [Fact] = []
    if let selection = model.selection {
      let gains = selection.steps.map { "\($0.group) \(($0.mean * 100).rounded(to: 1))" }.joined(separator: ", ")
      facts.append(Fact("features chosen", selection.chosen.joined(separator: ", ")))
      facts.append(Fact("UAR on inner folds as they were added (%)", gains))
    }
    if case .network(let network) = model, network.reduce?.lda != nil {
      facts.append(Fact("reduced to", "the directions of a linear discriminant analysis"))
    }
    return facts
  }

  /// The first clip of each class, by name.
  private func portraits(of labels: [String]) throws -> [SoundPortrait] {
    let file = try Evaluate.open(1, of: order)
    let rows = try file.rows()
    let sound = try file.ragged("/audio")
    let rate = try file.attached("rate", of: "/audio", as: Int64.self).first ?? 1
    let portraitist = try Portraitist(rate: Double(rate))
    return try labels.compactMap { label in
      guard let row = rows.firstIndex(where: { $0.label == label }) else { return nil }
      return try portraitist.portrait(of: sound.read(row), title: "\(label): \(rows[row].id)")
    }
  }
}

extension Classifier {
  /// How many numbers training found, in one network.
  fileprivate var weightCount: Int {
    switch self {
    case .network: members.first?.parameters.reduce(0) { $0 + $1.tensor.values.count } ?? 0
    case .classical(let classifier): classifier.model.arrays.reduce(0) { $0 + $1.values.count }
    }
  }
}
