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

  init(_ columns: Columns, train: [Int], validation: [Int], test: [Int]) {
    let sides = [train, validation, test]
    let speakers = sides.map { columns.speakers.presence(in: $0) }
    let parents = sides.map { columns.parents.presence(in: $0) }
    let sounds = sides.map { columns.sounds.presence(in: $0) }
    func shared(_ a: Int, _ b: Int) -> Shared {
      Shared(
        speakers: columns.speakers.names(in: speakers[a], and: speakers[b]),
        parents: columns.parents.names(in: parents[a], and: parents[b]),
        sounds: columns.sounds.names(in: sounds[a], and: sounds[b]))
    }
    self.shared = [.trainTest: shared(0, 2), .trainValidation: shared(0, 1), .validationTest: shared(1, 2)]
    func summary(_ side: Int) -> Side {
      let labels = columns.labels.counts(in: sides[side]).enumerated().filter { $0.element > 0 }
      return Side(
        rows: sides[side].count, parents: parents[side].count { $0 }, speakers: speakers[side].count { $0 },
        labels: labels.map { (columns.labels.names[$0.offset], $0.element) })
    }
    (self.train, self.validation, self.test) = (summary(0), summary(1), summary(2))
    unplaced = columns.ids.codes.count - train.count - validation.count - test.count
  }

  /// Whether any pair of sides shares a speaker, a clip or a sound.
  public var isClean: Bool {
    shared.values.allSatisfy { $0.speakers.isEmpty && $0.parents.isEmpty && $0.sounds.isEmpty }
  }
}

extension Column {
  /// How many of some rows have each value.
  fileprivate func counts(in rows: [Int]) -> [Int] {
    var counts = [Int](repeating: 0, count: names.count)
    for row in rows { counts[codes[row]] += 1 }
    return counts
  }

  /// Which values some rows have.
  fileprivate func presence(in rows: [Int]) -> [Bool] {
    var presence = [Bool](repeating: false, count: names.count)
    for row in rows { presence[codes[row]] = true }
    return presence
  }

  /// Values present on two sides, sorted; what is not known is not shared.
  fileprivate func names(in a: [Bool], and b: [Bool]) -> [String] {
    names.indices.filter { a[$0] && b[$0] && !names[$0].isEmpty }.map { names[$0] }
  }
}
