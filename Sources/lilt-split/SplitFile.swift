import Corpora
import Pipeline
import Store

/// Writes `split.h5`: the sides of each fold as row indices, and what they share.
struct SplitFile {
  private let name: String
  private let folds: [Fold]
  private let rows: [Row]
  private let output: OutputFile

  init(_ name: String, _ folds: [Fold], rows: [Row], path: String, settings: String, inputs: [Input]) throws {
    (self.name, self.folds, self.rows) = (name, folds, rows)
    output = try OutputFile(
      path, schema: .split, tool: Tool(named: "lilt-split"), settings: settings, inputs: inputs)
  }

  func write() throws {
    try output.write(rows)
    for (index, fold) in folds.enumerated() {
      let group = "/splits/\(name)/fold\(index)"
      try output.write("\(group)/train", fold.train.map(Int64.init))
      try output.write("\(group)/validation", fold.validation.map(Int64.init))
      try output.write("\(group)/test", fold.test.map(Int64.init))
    }
    try writeProof()
    try output.commit(keepingEqual: true)
  }

  /// One line a fold and pair of sides: how many speakers, clips and sounds both have, and which.
  private func writeProof() throws {
    let lines = folds.enumerated().flatMap { index, fold in
      Proof.Pair.allCases.compactMap { pair in fold.proof.shared[pair].map { (index, pair, $0) } }
    }
    let group = "/splits/\(name)/proof"
    try output.write("\(group)/fold", lines.map { Int64($0.0) })
    try output.write("\(group)/pair", texts: lines.map(\.1.rawValue))
    for (what, names) in [
      ("speakers", lines.map(\.2.speakers)), ("parents", lines.map(\.2.parents)), ("sounds", lines.map(\.2.sounds)),
    ] {
      try output.write("\(group)/\(what)", names.map { Int64($0.count) })
      try output.write("\(group)/\(what)_names", texts: names.map { $0.joined(separator: ",") })
    }
    try output.write("\(group)/unplaced", folds.map { Int64($0.proof.unplaced) })
  }

  /// `5 folds of 864 training, 96 validation and 120 test rows; nothing shared`.
  static func summary(of folds: [Fold]) -> String {
    func spread(_ counts: [Int]) -> String {
      let low = counts.min() ?? 0, high = counts.max() ?? 0
      return low == high ? low.grouped : "\(low.grouped)–\(high.grouped)"
    }
    let sizes =
      "\(spread(folds.map(\.train.count))) training, \(spread(folds.map(\.validation.count))) validation and "
      + "\(spread(folds.map(\.test.count))) test rows"
    let number = folds.count == 1 ? "1 fold" : "\(folds.count) folds"
    let shared = folds.compactMap { $0.proof.shared[.trainTest] }
    if folds.allSatisfy(\.proof.isClean) { return "\(number) of \(sizes); no speaker, clip or sound is shared" }
    return "\(number) of \(sizes); training and test share \(spread(shared.map(\.speakers.count))) speakers, "
      + "\(spread(shared.map(\.parents.count))) clips and \(spread(shared.map(\.sounds.count))) sounds"
  }
}
