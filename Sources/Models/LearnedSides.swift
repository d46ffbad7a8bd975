import Classifiers

extension FoldSides {
  /// The fold as a model learns from it: where no rule decides by validation rows, they are rows to learn from.
  ///
  /// Classical models choose on inner folds, and a network that keeps its last epoch and stops by no score asks nobody.
  /// Validation rows are as far from the test rows as training rows are, so that nothing that the split proves is lost.
  public func learned(by section: TrainSection) -> FoldSides {
    if case .network(let network) = section, !network.train.rulesOverValidation.isEmpty { return self }
    return FoldSides(name: name, train: (train + validation).sorted(), validation: [], test: test)
  }
}
