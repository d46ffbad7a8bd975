import Determinism
import Glibc

/// Draws units for a side, or deals them out to folds, with strata in proportion.
struct Drawing {
  let stratify: Bool
  var random: Random

  init(seed: Seed, stratify: Bool) {
    self.stratify = stratify
    random = Random(seed)
  }

  /// Draws so many units; small ones (rows, clips) by stratum as scikit-learn's `StratifiedShuffleSplit` does, large ones
  /// (speakers, corpora) as the best of many draws.
  mutating func draw(_ count: Int, of units: [Unit]) -> Set<String> {
    guard stratify else { return Set(shuffled(units).prefix(count).map(\.key)) }
    return units.contains { $0.strata.count > 1 } ? drawLarge(count, units) : drawSmall(count, units)
  }

  /// Deals units out to folds: small ones as `StratifiedKFold` does, large ones as `StratifiedGroupKFold`.
  mutating func deal(_ units: [Unit], into folds: Int) -> [Set<String>] {
    guard stratify else {
      var dealt = [Set<String>](repeating: [], count: folds)
      for (index, unit) in shuffled(units).enumerated() { dealt[index % folds].insert(unit.key) }
      return dealt
    }
    return units.contains { $0.strata.count > 1 } ? dealLarge(units, folds) : dealSmall(units, folds)
  }

  private mutating func shuffled(_ units: [Unit]) -> [Unit] {
    var units = units
    random.shuffle(&units)
    return units
  }

  private mutating func drawSmall(_ count: Int, _ units: [Unit]) -> Set<String> {
    let strata = Dictionary(grouping: units, by: \.stratum).sorted { $0.key < $1.key }
    // Each stratum's whole part first; what is left goes to the largest fractions.
    let wanted = strata.map { Double($0.value.count) * Double(count) / Double(units.count) }
    var counts = wanted.map { Int($0) }
    let byFraction = counts.indices.sorted {
      (counts[$1].distance(from: wanted[$1]), $0) < (counts[$0].distance(from: wanted[$0]), $1)
    }
    for index in byFraction.prefix(count - counts.reduce(0, +)) { counts[index] += 1 }
    var drawn: Set<String> = []
    for (stratum, count) in zip(strata, counts) { drawn.formUnion(shuffled(stratum.value).prefix(count).map(\.key)) }
    return drawn
  }

  private mutating func drawLarge(_ count: Int, _ units: [Unit]) -> Set<String> {
    let total = Histogram(units)
    var best: (distance: Double, units: [Unit]) = (.infinity, [])
    for _ in 0..<200 {
      let drawn = Array(shuffled(units).prefix(count))
      let distance = Histogram(drawn).distance(to: total)
      if distance < best.distance { best = (distance, drawn) }
    }
    return Set(best.units.map(\.key))
  }

  private mutating func dealSmall(_ units: [Unit], _ folds: Int) -> [Set<String>] {
    var dealt = [Set<String>](repeating: [], count: folds)
    // Going on where the last stratum ended keeps both strata and sizes within one of each other.
    var next = 0
    for (_, stratum) in Dictionary(grouping: units, by: \.stratum).sorted(by: { $0.key < $1.key }) {
      for unit in shuffled(stratum) {
        dealt[next % folds].insert(unit.key)
        next += 1
      }
    }
    return dealt
  }

  private mutating func dealLarge(_ units: [Unit], _ folds: Int) -> [Set<String>] {
    let total = Histogram(units)
    // The units whose strata are most uneven are hardest to place and go first.
    let order = shuffled(units).map { ($0, total.unevenness(of: $0)) }.enumerated()
      .sorted { ($1.element.1, $0.offset) < ($0.element.1, $1.offset) }.map(\.element.0)
    var dealt = [Set<String>](repeating: [], count: folds)
    var histograms = [Histogram](repeating: Histogram([]), count: folds)
    for unit in order {
      let scores = (0..<folds).map { fold -> (Double, Int, Int) in
        var tried = histograms
        tried[fold].add(unit)
        // Rounded, so that folds that are equal but for the last bits are told apart by size.
        return ((total.spread(over: tried) * 1e9).rounded(), histograms[fold].rows, fold)
      }
      guard let best = scores.min(by: <)?.2 else { continue }
      dealt[best].insert(unit.key)
      histograms[best].add(unit)
    }
    return dealt
  }
}

extension Int {
  fileprivate func distance(from exact: Double) -> Double { exact - Double(self) }
}

/// Rows by stratum over several units.
private struct Histogram {
  var counts: [String: Int] = [:]

  init(_ units: [Unit]) {
    for unit in units { add(unit) }
  }

  mutating func add(_ unit: Unit) { counts.merge(unit.strata, uniquingKeysWith: +) }

  var rows: Int { counts.values.reduce(0, +) }

  /// Sum over strata of the squared difference between shares.
  func distance(to total: Histogram) -> Double {
    let own = Double(max(rows, 1)), all = Double(max(total.rows, 1))
    return total.counts.keys.sorted().reduce(0) { sum, key in
      let difference = Double(counts[key] ?? 0) / own - Double(total.counts[key] ?? 0) / all
      return sum + difference * difference
    }
  }

  /// Mean over strata of the standard deviation, over folds, of each fold's share of the stratum.
  func spread(over folds: [Histogram]) -> Double {
    counts.keys.sorted().reduce(0) { sum, key in
      sum + deviation(folds.map { Double($0.counts[key] ?? 0) / Double(counts[key] ?? 1) })
    } / Double(max(counts.count, 1))
  }

  /// Standard deviation of a unit's counts over all strata.
  func unevenness(of unit: Unit) -> Double {
    deviation(counts.keys.sorted().map { Double(unit.strata[$0] ?? 0) })
  }

  private func deviation(_ values: [Double]) -> Double {
    let mean = values.reduce(0, +) / Double(values.count)
    return (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)).squareRoot()
  }
}
