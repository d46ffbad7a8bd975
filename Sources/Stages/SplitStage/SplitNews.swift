import Splits
import System

/// A split in a sentence: how many folds of how many rows, and what their sides share.
struct SplitNews {
  private let folds: [Fold]
  private let clues: [SentenceClue]

  init(_ folds: [Fold], _ clues: [SentenceClue]) { (self.folds, self.clues) = (folds, clues) }

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
