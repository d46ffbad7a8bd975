/// What the sides of a fold have in common: the evidence that a score is honest, or is not.
public struct Proof: Sendable, Equatable {
  /// A pair of sides.
  public enum Pair: String, CaseIterable, Sendable {
    case trainTest = "train-test"
    case trainValidation = "train-validation"
    case validationTest = "validation-test"
  }

  /// What two sides share, each list sorted.
  public struct Shared: Sendable, Equatable {
    /// Speakers on both sides.
    public let speakers: [String]
    /// Clips that rows on both sides come from.
    public let parents: [String]
    /// Hashes of sounds on both sides.
    public let sounds: [String]
  }

  /// What there is on one side.
  public struct Side: Sendable, Equatable {
    /// How many rows, clips and speakers.
    public let rows, parents, speakers: Int
    /// How many rows of each label, sorted by label.
    public let labels: [(name: String, rows: Int)]

    /// Two sides are equal when all their counts are.
    public static func == (a: Side, b: Side) -> Bool {
      (a.rows, a.parents, a.speakers) == (b.rows, b.parents, b.speakers) && a.labels.elementsEqual(b.labels, by: ==)
    }
  }

  /// What each pair of sides shares.
  public let shared: [Pair: Shared]
  /// What there is on the sides.
  public let train, validation, test: Side
  /// Rows on no side: transformed copies of held-out clips, speakers that a fold file does not place, corpora that are
  /// not trained on.
  public let unplaced: Int

  init(_ rows: [SplitRow], train: [Int], validation: [Int], test: [Int]) {
    let sides = [train, validation, test].map { side in Contents(rows, side) }
    func shared(_ a: Int, _ b: Int) -> Shared {
      Shared(
        speakers: sides[a].speakers.intersection(sides[b].speakers).sorted(),
        parents: sides[a].parents.intersection(sides[b].parents).sorted(),
        sounds: sides[a].sounds.intersection(sides[b].sounds).sorted())
    }
    self.shared = [.trainTest: shared(0, 2), .trainValidation: shared(0, 1), .validationTest: shared(1, 2)]
    (self.train, self.validation, self.test) = (sides[0].summary, sides[1].summary, sides[2].summary)
    unplaced = rows.count - train.count - validation.count - test.count
  }

  /// Whether any pair of sides shares a speaker, a clip or a sound.
  public var isClean: Bool {
    shared.values.allSatisfy { $0.speakers.isEmpty && $0.parents.isEmpty && $0.sounds.isEmpty }
  }
}

/// The names on one side.
private struct Contents {
  let speakers: Set<String>, parents: Set<String>, sounds: Set<String>
  let summary: Proof.Side

  init(_ rows: [SplitRow], _ side: [Int]) {
    speakers = Set(side.map { rows[$0].speaker })
    parents = Set(side.map { rows[$0].parent })
    sounds = Set(side.map { rows[$0].sound }).subtracting([""])
    let labels = Dictionary(grouping: side) { rows[$0].label }.map { (name: $0.key, rows: $0.value.count) }
    summary = Proof.Side(
      rows: side.count, parents: parents.count, speakers: speakers.count, labels: labels.sorted { $0.name < $1.name })
  }
}
