import Classifiers
import Determinism
import Networks
import Records
import Store

/// A hash over everything that a fold's model depends on: the stage's revision, the settings, the front end, and what the
/// training and validation rows hold. A model file of the same key need not be trained again.
public struct FoldKey {
  private let revision: Revision
  private let settings: String

  /// Keys for one revision of the stage and its settings as canonical JSON.
  public init(_ revision: Revision, settings: String) { (self.revision, self.settings) = (revision, settings) }

  /// The key of one fold, 64 hexadecimal digits.
  public func key(of fold: FoldSides, in table: FeatureTable) -> String {
    var hash = SHA256()
    for field in [revision.description, settings, fold.name, table.frontend.text, "\(table.shape)"] + table.names {
      hash.update(field: field)
    }
    for side in [fold.train, fold.validation] {
      hash.update(field: String(side.count))
      for index in side where table.rows.indices.contains(index) {
        let row = table.rows[index]
        for field in [row.key, String(table.labels[index]), row.parent, row.speaker, row.corpus] {
          hash.update(field: field)
        }
        if let shares = table.shares { hash.update(field: "\(shares[index])") }
      }
    }
    return hash.finish().description
  }
}

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
