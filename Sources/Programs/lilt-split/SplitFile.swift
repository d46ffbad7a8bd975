import Commands
import Splits
import Store
import System

/// Writes `split.h5`: the sides of each fold as row indices, and what they share.
struct SplitFile {
  private let name: String
  private let folds: [Fold]
  private let clues: [SentenceClue]
  private let rows: [Row]
  private let output: OutputFile

  init(
    _ name: String, _ folds: [Fold], clues: [SentenceClue], rows: [Row], path: String, settings: String, inputs: [Input]
  ) throws {
    (self.name, self.folds, self.clues, self.rows) = (name, folds, clues, rows)
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
    try writeClues()
    try output.commit(keepingEqual: true)
  }

  /// One line a fold and pair of sides: how many speakers, clips, sounds and statements both have, and which.
  private func writeProof() throws {
    let lines = folds.enumerated().flatMap { index, fold in
      Proof.Pair.allCases.compactMap { pair in fold.proof.shared[pair].map { (index, pair, $0) } }
    }
    let group = "/splits/\(name)/proof"
    try output.write("\(group)/fold", lines.map { Int64($0.0) })
    try output.write("\(group)/pair", texts: lines.map(\.1.rawValue))
    for (what, names) in [
      ("speakers", lines.map(\.2.speakers)), ("parents", lines.map(\.2.parents)), ("sounds", lines.map(\.2.sounds)),
      ("statements", lines.map(\.2.statements)),
    ] {
      try output.write("\(group)/\(what)", names.map { Int64($0.count) })
      try output.write("\(group)/\(what)_names", texts: names.map { $0.joined(separator: ",") })
    }
    try output.write("\(group)/unplaced", folds.map { Int64($0.proof.unplaced) })
  }

  /// One line a corpus: how much of the label the sentence alone gives away.
  private func writeClues() throws {
    let group = "/splits/\(name)/proof/sentences"
    try output.write("\(group)/corpus", texts: clues.map(\.corpus))
    for (what, value) in [("rows", \SentenceClue.rows), ("heard", \.heard), ("classes", \.classes)] {
      try output.write("\(group)/\(what)", clues.map { Int64($0[keyPath: value]) })
    }
    for (what, value) in [("uar", \SentenceClue.uar), ("war", \.war), ("margin", \.margin)] {
      try output.write("\(group)/\(what)", clues.map { $0[keyPath: value] })
    }
  }

  /// `5 folds of 864 training, 96 validation and 120 test rows; no speaker, clip or sound is shared`.
  var summary: String {
    func spread(_ counts: [Int]) -> String {
      let low = counts.min() ?? 0, high = counts.max() ?? 0
      return low == high ? low.grouped : "\(low.grouped)–\(high.grouped)"
    }
    let sizes =
      "\(spread(folds.map(\.train.count))) training, \(spread(folds.map(\.validation.count))) validation and "
      + "\(spread(folds.map(\.test.count))) test rows"
    let number = folds.count == 1 ? "1 fold" : "\(folds.count) folds"
    let shared = folds.compactMap { $0.proof.shared[.learnedTest] }
    let leaks =
      folds.allSatisfy(\.proof.isHonest)
      ? "no speaker, clip or sound is shared"
      : "with what is learned from, the test side shares \(spread(shared.map(\.speakers.count))) speakers, "
        + "\(spread(shared.map(\.parents.count))) clips and \(spread(shared.map(\.sounds.count))) sounds of other clips"
    return ["\(number) of \(sizes)", leaks, sentences].compactMap(\.self).joined(separator: "; ")
  }

  /// What the sentences alone tell of the labels; nil where none was heard in training.
  private var sentences: String? {
    guard clues.contains(where: { $0.heard > 0 }) else { return nil }
    let telling = clues.filter(\.tells)
    guard !telling.isEmpty else { return "sentences are shared and do not tell the label" }
    let scores = telling.map { clue in
      "\((100 * clue.uar).rounded(to: 1)) % on \(clue.corpus) (chance \((100 * clue.chance).rounded(to: 1)) %)"
    }
    return "‡ sentences are shared and tell the label: UAR \(scores.joined(separator: ", ")) without listening"
  }
}
