import Classifiers
import Networks
import Records
import Store

extension FoldSides {
  /// The fold as a model learns from it: where no rule decides by validation rows, they are rows to learn from, as if the
  /// split had put none aside.
  ///
  /// Classical models choose on inner folds, and a network that keeps its last epoch and stops by no score asks nobody.
  /// Validation rows are as far from the test rows as training rows are, so that nothing that the split proves is lost.
  /// Their transformed copies come with them, which the split left out so that nobody would validate on them.
  /// - Parameter rows: those of the features.
  public func learned(by section: TrainSection, in rows: [Row]) -> FoldSides {
    if case .network(let network) = section, !network.train.rulesOverValidation.isEmpty { return self }
    let clips = Set(validation.map { rows[$0].parent }), placed = Set(train + validation + test)
    let copies = rows.indices.filter { row in
      rows[row].variant != "original" && !rows[row].label.isEmpty && clips.contains(rows[row].parent)
        && !placed.contains(row)
    }
    return FoldSides(name: name, train: (train + validation + copies).sorted(), validation: [], test: test)
  }
}
