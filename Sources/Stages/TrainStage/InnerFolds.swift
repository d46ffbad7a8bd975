import Classical
import Models
import Records
import Store

/// Where trials are scored: rows of one fold of a split, none of which the fold tests on.
struct InnerFold: Sendable {
  /// `fold0`, or `fold0.1` for the second of several inner folds.
  let name: String
  /// Rows to learn from, by their numbers in the features file.
  let train: [Int]
  /// Rows to score on.
  let validation: [Int]

  /// The inner folds of all folds.
  /// - Parameter count: how many in each; 0 for the fold's own validation side.
  static func all(of folds: [FoldSides], count: Int, in table: FeatureTable) throws -> [InnerFold] {
    try folds.flatMap { fold in
      guard count > 0 else {
        guard !fold.validation.isEmpty else {
          throw ModelError(cannot: "search", fold.name, "it has no validation rows; set inner to 2 or more folds")
        }
        return [InnerFold(name: fold.name, train: fold.train, validation: fold.validation)]
      }
      let rows = fold.train + fold.validation
      return try groupFolds(of: rows.map { table.rows[$0].speaker }, count: count).enumerated().map { index, inner in
        InnerFold(
          name: "\(fold.name).\(index)", train: inner.training.map { rows[$0] },
          validation: inner.validation.map { rows[$0] })
      }
    }
  }
}
