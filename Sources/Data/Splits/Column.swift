import Corpora

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
