/// What the sides of a fold have in common: the evidence that a score is honest, or is not.
public struct Proof: Sendable, Equatable {
  /// A pair of sides.
  public enum Pair: String, CaseIterable, Sendable {
    case trainTest = "train-test"
    case trainValidation = "train-validation"
    case validationTest = "validation-test"
    /// Training and validation together, from both of which a model takes something, and test.
    case learnedTest = "learned-test"
  }

  /// What two sides share, each list sorted.
  public struct Shared: Sendable, Equatable {
    /// Speakers on both sides.
    public let speakers: [String]
    /// Clips that rows on both sides come from.
    public let parents: [String]
    /// Hashes of sounds that two clips have, one on either side. A clip that is itself on both sides, or a copy of it, is
    /// among `parents`.
    public let sounds: [String]
    /// Statements that are made on both sides, with their corpus: `crema-d/IEO`.
    public let statements: [String]

    /// Whether neither a speaker nor a clip nor a sound is on both sides. Statements may be: see `SentenceClue`.
    public var isHonest: Bool { speakers.isEmpty && parents.isEmpty && sounds.isEmpty }
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
    let sides = [train, validation, test, train + validation]
    let speakers = sides.map { columns.speakers.presence(in: $0) }
    let parents = sides.map { columns.parents.presence(in: $0) }
    let owners = sides.map { SoundOwners(of: $0, columns) }
    let statements = sides.map { columns.statements.presence(in: $0) }
    func shared(_ a: Int, _ b: Int) -> Shared {
      Shared(
        speakers: columns.speakers.names(in: speakers[a], and: speakers[b]),
        parents: columns.parents.names(in: parents[a], and: parents[b]),
        sounds: columns.sounds.names.indices.filter { owners[a].hasTwin(of: $0, in: owners[b]) }
          .map { columns.sounds.names[$0] }.filter { !$0.isEmpty },
        statements: columns.statements.names(in: statements[a], and: statements[b]))
    }
    self.shared = [
      .trainTest: shared(0, 2), .trainValidation: shared(0, 1), .validationTest: shared(1, 2),
      .learnedTest: shared(3, 2),
    ]
    func summary(_ side: Int) -> Side {
      let labels = columns.labels.counts(in: sides[side]).enumerated().filter { $0.element > 0 }
      return Side(
        rows: sides[side].count, parents: parents[side].count { $0 }, speakers: speakers[side].count { $0 },
        labels: labels.map { (columns.labels.names[$0.offset], $0.element) })
    }
    (self.train, self.validation, self.test) = (summary(0), summary(1), summary(2))
    unplaced = columns.ids.codes.count - train.count - validation.count - test.count
  }

  /// Whether the test side shares neither a speaker nor a clip nor a sound with anything that is learned from.
  public var isHonest: Bool { shared[.learnedTest]?.isHonest ?? false }
}

/// Which clips of a side have each sound: none, one, or several.
private struct SoundOwners {
  /// By sound: -1 for no clip, -2 for several, else the clip's code.
  private var clips: [Int]

  init(of rows: [Int], _ columns: Columns) {
    clips = [Int](repeating: -1, count: columns.sounds.names.count)
    for row in rows {
      let sound = columns.sounds.codes[row], clip = columns.parents.codes[row]
      clips[sound] = clips[sound] == -1 || clips[sound] == clip ? clip : -2
    }
  }

  /// Whether a clip here and another clip there have the sound.
  func hasTwin(of sound: Int, in other: SoundOwners) -> Bool {
    let (a, b) = (clips[sound], other.clips[sound])
    return a != -1 && b != -1 && (a == -2 || b == -2 || a != b)
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
