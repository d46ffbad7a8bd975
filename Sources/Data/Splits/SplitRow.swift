import Corpora

/// What a split needs to know of one row of tensors.
public struct SplitRow: Sendable, Equatable {
  /// The row's id, unique.
  public let id: String
  /// The clip that it comes from.
  public let parent: String
  /// `original`, or the transform that made it.
  public let variant: String
  /// The corpus's name.
  public let corpus: String
  /// The speaker's id.
  public let speaker: String
  /// The speaker's sex.
  public let sex: Sex
  /// The label; rows without one are on no side.
  public let label: String
  /// Hash of the clip's sound.
  public let sound: String
  /// What is said, by the corpus's own code for it; empty when nobody knows.
  public let statement: String

  /// A row.
  public init(
    id: String, parent: String, variant: String = "original", corpus: String, speaker: String, sex: Sex = .unknown,
    label: String, sound: String, statement: String = ""
  ) {
    (self.id, self.parent, self.variant, self.corpus) = (id, parent, variant, corpus)
    (self.speaker, self.sex, self.label, self.sound) = (speaker, sex, label, sound)
    self.statement = statement
  }

  /// The statement, unique over corpora: `crema-d/IEO`; empty when nobody knows.
  var sentence: String { statement.isEmpty ? "" : "\(corpus)/\(statement)" }

  /// Whether the row is the clip itself.
  public var isOriginal: Bool { variant == "original" }
}

/// One fold: indices of rows, ascending, each on one side at most.
public struct Fold: Sendable, Equatable {
  /// Rows to learn from.
  public let train: [Int]
  /// Rows to choose by.
  public let validation: [Int]
  /// Rows to judge by.
  public let test: [Int]
  /// What the sides share.
  public let proof: Proof
}

/// Why rows cannot be split as asked.
public struct SplitError: Error, CustomStringConvertible, Equatable {
  /// What was asked for: `by speaker into 5 folds`.
  public let object: String
  /// What stands in the way, and what would do.
  public let cause: String

  /// `cannot split by speaker into 5 folds: there are 4 speakers`.
  public var description: String { "cannot split \(object): \(cause)" }
}
