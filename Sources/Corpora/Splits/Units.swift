/// Rows that stay together, with how many there are of each stratum.
struct Unit: Equatable {
  /// What names it: a row's id, a clip, a speaker, a corpus.
  let key: String
  /// Indices of its rows, ascending.
  var rows: [Int]
  /// Rows by stratum.
  var strata: [String: Int]

  /// The stratum of most of its rows, the first by name of several.
  var stratum: String {
    strata.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key ?? ""
  }
}

/// Puts rows together into units, sorted by key, so that the order of rows does not matter.
struct Units {
  private let rows: [SplitRow]
  /// The first clip by name of those that have the same sound, by clip.
  private let twins: [String: String]

  init(of rows: [SplitRow]) {
    self.rows = rows
    twins = Units.twins(among: rows)
  }

  /// What a row belongs to.
  func key(of row: Int, by unit: SplitUnit) -> String {
    switch unit {
    case .row: rows[row].id
    case .clip: twins[rows[row].parent] ?? rows[row].parent
    case .speaker: rows[row].speaker
    case .corpus: rows[row].corpus
    }
  }

  /// Units of some of the rows.
  func gathered(_ some: [Int], by unit: SplitUnit) -> [Unit] {
    var units: [String: Unit] = [:]
    for row in some {
      let key = key(of: row, by: unit)
      // By speaker both sexes shall be on every side, with all their labels.
      let stratum = unit == .speaker ? "\(rows[row].sex.rawValue) \(rows[row].label)" : rows[row].label
      units[key, default: Unit(key: key, rows: [], strata: [:])].rows.append(row)
      units[key]?.strata[stratum, default: 0] += 1
    }
    return units.values.sorted { $0.key < $1.key }
  }

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
