import Determinism
import Glibc

/// Draws units for a side, or deals them out to folds, with strata in proportion.
struct StratifiedDraw {
  let stratify: Bool
  var random: Random

  init(seed: Seed, stratify: Bool) {
    self.stratify = stratify
    random = Random(seed)
  }

  /// Draws so many units: rows and clips by stratum as scikit-learn's `StratifiedShuffleSplit` does, speakers and corpora,
  /// which are of many strata each, as the best of many draws.
  mutating func draw(_ count: Int, of units: [Unit]) -> Set<Int> {
    guard stratify else { return Set(shuffled(units).prefix(count).map(\.key)) }
    return units.contains(where: \.isMixed) ? drawMixed(count, units) : drawPure(count, units)
  }

  /// Deals units out to folds: rows and clips by stratum, speakers and corpora as scikit-learn's `StratifiedGroupKFold`.
  mutating func deal(_ units: [Unit], into folds: Int) -> [Set<Int>] {
    if stratify, units.contains(where: \.isMixed) { return dealMixed(units, folds) }
    var dealt = [Set<Int>](repeating: [], count: folds)
    // Going on in the next stratum where the last one ended keeps strata and sizes within one of each other.
    let strata = stratify ? byStratum(units) : [units]
    for (index, unit) in strata.flatMap({ shuffled($0) }).enumerated() { dealt[index % folds].insert(unit.key) }
    return dealt
  }

  private mutating func shuffled(_ units: [Unit]) -> [Unit] {
    var units = units
    random.shuffle(&units)
    return units
  }

  private func byStratum(_ units: [Unit]) -> [[Unit]] {
    Dictionary(grouping: units, by: \.stratum).sorted { $0.key < $1.key }.map(\.value)
  }

  private mutating func drawPure(_ count: Int, _ units: [Unit]) -> Set<Int> {
    let strata = byStratum(units)
    // Each stratum's whole part first; what is left goes to the largest fractions.
    let wanted = strata.map { Double($0.count) * Double(count) / Double(units.count) }
    var counts = wanted.map { Int($0) }
    let fractions = zip(wanted, counts).map { $0 - Double($1) }
    let order = counts.indices.sorted { (fractions[$1], $0) < (fractions[$0], $1) }
    for index in order.prefix(count - counts.reduce(0, +)) { counts[index] += 1 }
    var drawn: Set<Int> = []
    for (stratum, count) in zip(strata, counts) { drawn.formUnion(shuffled(stratum).prefix(count).map(\.key)) }
    return drawn
  }

  private mutating func drawMixed(_ count: Int, _ units: [Unit]) -> Set<Int> {
    let total = Histogram(units)
    var best: (distance: Double, units: [Unit]) = (.infinity, [])
    for _ in 0..<200 {
      let drawn = Array(shuffled(units).prefix(count))
      let distance = Histogram(drawn).distance(to: total)
      if distance < best.distance { best = (distance, drawn) }
    }
    return Set(best.units.map(\.key))
  }

  private mutating func dealMixed(_ units: [Unit], _ folds: Int) -> [Set<Int>] {
    let total = Histogram(units)
    // The units whose strata are most uneven are hardest to place and go first.
    let order = shuffled(units).map { ($0, deviation($0.strata.map(Double.init))) }.enumerated()
      .sorted { ($1.element.1, $0.offset) < ($0.element.1, $1.offset) }.map(\.element.0)
    var dealt = [Set<Int>](repeating: [], count: folds)
    var histograms = [Histogram](repeating: Histogram(strata: total.counts.count), count: folds)
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

/// Rows by stratum over several units.
private struct Histogram {
  var counts: [Int]

  init(strata: Int) { counts = [Int](repeating: 0, count: strata) }

  init(_ units: [Unit]) {
    self.init(strata: units.first?.strata.count ?? 0)
    for unit in units { add(unit) }
  }

  mutating func add(_ unit: Unit) {
    for stratum in counts.indices { counts[stratum] += unit.strata[stratum] }
  }

  var rows: Int { counts.reduce(0, +) }

  /// Sum over strata of the squared difference between shares.
  func distance(to total: Histogram) -> Double {
    let own = Double(max(rows, 1)), all = Double(max(total.rows, 1))
    return zip(counts, total.counts).reduce(0) { sum, pair in
      let difference = Double(pair.0) / own - Double(pair.1) / all
      return sum + difference * difference
    }
  }

  /// Sum over strata of the standard deviation, over folds, of each fold's share of the stratum.
  func spread(over folds: [Histogram]) -> Double {
    counts.indices.filter { counts[$0] > 0 }.reduce(0) { sum, stratum in
      sum + deviation(folds.map { Double($0.counts[stratum]) / Double(counts[stratum]) })
    }
  }
}

/// Standard deviation of a list.
private func deviation(_ values: [Double]) -> Double {
  let mean = values.reduce(0, +) / Double(values.count)
  return (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)).squareRoot()
}
