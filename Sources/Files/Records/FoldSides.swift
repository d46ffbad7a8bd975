/// One fold of a split: which rows of the features file stand on which side.
public struct FoldSides: Sendable, Equatable {
  /// The fold's name: `fold0`.
  public let name: String
  /// Rows that models learn from.
  public let train: [Int]
  /// Rows that choose among epochs and settings.
  public let validation: [Int]
  /// Rows that judge.
  public let test: [Int]

  /// Sides by their rows.
  public init(name: String, train: [Int], validation: [Int], test: [Int]) {
    (self.name, self.train, self.validation, self.test) = (name, train, validation, test)
  }
}
