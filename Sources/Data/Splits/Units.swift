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
