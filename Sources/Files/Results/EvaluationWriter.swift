import Metrics
import Reports
import Settings
import Store

extension OutputFile {
  /// Writes the results: the one to quote under the root, the others under `/splits/<name>`.
  public func write(_ judged: Judged) throws {
    try attach("recipe", judged.recipe, to: "/")
    try attach("recipe_text", judged.text, to: "/")
    try attach("recipe_settings", judged.settings.canonical, to: "/")
    try attach("intervals", judged.intervals.canonicalJSON, to: "/")
    try write("/labels/names", texts: judged.results[0].scorecard.labels)
    for (index, result) in judged.results.enumerated() {
      try write(result, rows: judged.rows[index], under: index == 0 ? "" : "/splits/\(result.name)")
    }
  }

  private func write(_ result: SplitResult, rows: [Int], under root: String) throws {
    let predictions = result.scorecard.predictions
    try write(predictions, rows: rows, under: "\(root)/predictions")
    try attach("split", result.name, to: "\(root)/predictions")
    try attach("role", result.role.rawValue, to: "\(root)/predictions")
    try attach("method", result.method, to: "\(root)/predictions")
    try attach("transductive", result.transductive ?? "", to: "\(root)/predictions")
    try write(result.scorecard, under: "\(root)/metrics")
    try write(result.proof, under: "\(root)/proof")
    try write(result.sentences, under: "\(root)/sentences")
    if let inductive = result.inductive { try write(inductive: inductive, under: root) }
  }

  /// What the same models say of the same rows where nothing is fitted on those, and the scores of that.
  private func write(inductive card: Scorecard, under root: String) throws {
    let list = card.predictions.rows
    try write("\(root)/inductive/label", list.map { Int64($0.guess) })
    try write(
      "\(root)/inductive/probability", list.flatMap { $0.probabilities.map(Float.init) },
      shape: [list.count, card.labels.count])
    for (name, score) in [("uar", card.summary.uar), ("war", card.summary.war), ("macro_f1", card.summary.macroF1)] {
      try write("\(root)/metrics/inductive_\(name)", [score.estimate, score.low, score.high])
    }
  }

  private func write(_ predictions: Predictions, rows: [Int], under group: String) throws {
    let list = predictions.rows
    try write("\(group)/row", rows.map(Int64.init))
    try write("\(group)/id", texts: list.map(\.row))
    try write("\(group)/clip", texts: list.map(\.clip))
    try write("\(group)/variant", texts: list.map(\.variant))
    try write("\(group)/statement", texts: list.map(\.statement))
    try write("\(group)/heard", list.map { row in row.isHeard.map { $0 ? 1 : 0 } ?? -1 as Int64 })
    try write("\(group)/fold", list.map { Int64($0.fold) })
    try write("\(group)/corpus", texts: list.map(\.corpus))
    try write("\(group)/speaker", texts: list.map(\.speaker))
    try write("\(group)/sex", texts: list.map(\.sex))
    try write("\(group)/truth", list.map { Int64($0.truth) })
    try write("\(group)/label", list.map { Int64($0.guess) })
    try write(
      "\(group)/probability", list.flatMap { $0.probabilities.map(Float.init) },
      shape: [list.count, predictions.labels.count])
  }

  /// Scores as [estimate, low, high]; what cannot be measured, for want of rows, is -1.
  private func write(_ card: Scorecard, under group: String) throws {
    func triple(_ interval: Interval?) -> [Double] { interval.map { [$0.estimate, $0.low, $0.high] } ?? [-1, -1, -1] }
    try write("\(group)/uar", triple(card.summary.uar))
    try write("\(group)/war", triple(card.summary.war))
    try write("\(group)/macro_f1", triple(card.summary.macroF1))
    try write("\(group)/recall", card.classes.flatMap { triple($0.interval) }, shape: [card.classes.count, 3])
    try write("\(group)/precision", card.classes.map { $0.precision ?? -1 })
    try write("\(group)/f1", card.classes.map { $0.f1 ?? -1 })
    try write("\(group)/support", card.classes.map { Int64($0.support) })
    try write(
      "\(group)/confusion", card.confusion.counts.flatMap { $0.map(Int64.init) },
      shape: [card.labels.count, card.labels.count])
    try write("\(group)/ece", [card.calibration.error])
    try attach("json", card.json, to: group)
    // What stands behind the ends of every interval here.
    try attach("resampled", card.summary.resampling.unit.rawValue, to: group)
    try attach("resampled_count", Int64(card.summary.resampling.count), to: group)
  }

  private func write(_ proof: [FoldOverlap], under group: String) throws {
    for (name, value) in FoldOverlap.columns { try write("\(group)/\(name)", proof.map { Int64($0[keyPath: value]) }) }
  }
}

extension OutputFile {
  fileprivate func write(_ sentences: [SentenceBaseline], under group: String) throws {
    try write("\(group)/corpus", texts: sentences.map(\.corpus))
    for (name, value) in SentenceBaseline.counts {
      try write("\(group)/\(name)", sentences.map { Int64($0[keyPath: value]) })
    }
    for (name, value) in SentenceBaseline.shares { try write("\(group)/\(name)", sentences.map { $0[keyPath: value] }) }
  }
}

extension SentenceBaseline {
  /// The columns of whole numbers, as in `split.h5`.
  static var counts: [(name: String, value: WritableKeyPath<SentenceBaseline, Int>)] {
    [("rows", \.rows), ("heard", \.heard), ("classes", \.classes)]
  }

  /// The columns of shares, as in `split.h5`.
  static var shares: [(name: String, value: WritableKeyPath<SentenceBaseline, Double>)] {
    [("uar", \.uar), ("war", \.war), ("margin", \.margin)]
  }
}

extension FoldOverlap {
  static var columns: [(name: String, value: WritableKeyPath<FoldOverlap, Int>)] {
    [
      ("training_rows", \.trainingRows), ("test_rows", \.testRows), ("speakers", \.speakers), ("clips", \.clips),
      ("relatives", \.relatives), ("sounds", \.sounds), ("statements", \.statements), ("heard", \.heard),
    ]
  }
}
