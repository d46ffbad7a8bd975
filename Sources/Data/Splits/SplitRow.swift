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

/// Rows that stay together, and how many there are of each stratum.
struct Unit: Equatable {
  /// Its code in the column that rows are split by.
  let key: Int
  /// Rows by stratum.
  var strata: [Int]

  /// The stratum of most of its rows, the first of several.
  var stratum: Int { strata.indices.max { (strata[$0], $1) < (strata[$1], $0) } ?? 0 }

  /// Whether it has rows of several strata, as speakers do and clips do not.
  var isMixed: Bool { strata.count { $0 > 0 } > 1 }

  /// Puts some of the rows together, sorted by key.
  static func gather(_ rows: [Int], keys: Column, strata: Column) -> [Unit] {
    var units = [Unit?](repeating: nil, count: keys.names.count)
    for row in rows {
      let key = keys.codes[row]
      if units[key] == nil { units[key] = Unit(key: key, strata: [Int](repeating: 0, count: strata.names.count)) }
      units[key]?.strata[strata.codes[row]] += 1
    }
    return units.compactMap { $0 }
  }
}

/// One property of all rows, each value as its place among the sorted values: cheap to compare, and independent of the
/// order of rows.
struct Column {
  /// The values that there are, sorted.
  let names: [String]
  /// For each row, the index of its value in `names`.
  let codes: [Int]

  init(_ values: [String]) {
    names = Set(values).sorted()
    let places = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($0.element, $0.offset) })
    codes = values.map { places[$0] ?? 0 }
  }

  /// The codes of some names; those that no row has are left out.
  func codes(of some: Set<String>) -> Set<Int> { Set(names.indices.filter { some.contains(names[$0]) }) }
}

/// What rows are split by and judged by.
struct Columns {
  let ids: Column, parents: Column, speakers: Column, corpora: Column, sounds: Column, labels: Column
  /// Clips, those of the same sound taken for one.
  let clips: Column
  /// What is said, with its corpus.
  let statements: Column
  /// Labels by sex: speakers of both sexes shall be on every side, with all their labels.
  let sexedLabels: Column
  /// Labels by corpus: statements of every corpus shall be on every side, with all their labels.
  private let corpusLabels: Column

  init(of rows: [SplitRow]) {
    ids = Column(rows.map(\.id))
    parents = Column(rows.map(\.parent))
    speakers = Column(rows.map(\.speaker))
    corpora = Column(rows.map(\.corpus))
    sounds = Column(rows.map(\.sound))
    labels = Column(rows.map(\.label))
    sexedLabels = Column(rows.map { "\($0.sex.rawValue) \($0.label)" })
    corpusLabels = Column(rows.map { "\($0.corpus) \($0.label)" })
    statements = Column(rows.map(\.sentence))
    let twins = Columns.twins(among: rows)
    clips = Column(rows.map { twins[$0.parent] ?? $0.parent })
  }

  /// What names a row's unit.
  func units(by unit: SplitUnit) -> Column {
    switch unit {
    case .row: ids
    case .clip: clips
    case .speaker: speakers
    case .statement: statements
    case .corpus: corpora
    }
  }

  /// What is to be in proportion on all sides.
  func strata(by unit: SplitUnit) -> Column {
    switch unit {
    case .speaker: sexedLabels
    case .statement: corpusLabels
    case .row, .clip, .corpus: labels
    }
  }

  /// The first clip by name of those that have the same sound, by clip.
  private static func twins(among rows: [SplitRow]) -> [String: String] {
    var leader: [String: String] = [:]
    func root(_ clip: String) -> String {
      var clip = clip
      while let next = leader[clip], next != clip { clip = next }
      return clip
    }
    var first: [String: String] = [:]
    for row in rows where row.isOriginal && !row.sound.isEmpty {
      guard let other = first.updateValue(row.parent, forKey: row.sound) else { continue }
      let (a, b) = (root(row.parent), root(other))
      if a != b { leader[max(a, b)] = min(a, b) }
    }
    return Dictionary(uniqueKeysWithValues: leader.keys.map { ($0, root($0)) })
  }
}
