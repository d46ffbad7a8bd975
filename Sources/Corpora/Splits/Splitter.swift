import Determinism

/// Splits rows into training, validation and test sides, fold by fold, as `SplitSettings` say.
public struct Splitter: Sendable {
  private let settings: SplitSettings
  private let foldFile: FoldFile?

  /// - Parameter foldFile: what `settings.foldFile` names.
  public init(_ settings: SplitSettings, foldFile: FoldFile? = nil) {
    (self.settings, self.foldFile) = (settings, foldFile)
  }

  /// The folds; which rows are drawn depends on ids and the seed, not on the order of rows.
  public func folds(of rows: [SplitRow]) throws(SplitError) -> [Fold] {
    try check(rows)
    let units = Units(of: rows)
    // By row everything is dealt out; else only clips themselves are, and copies follow their clip.
    let placed = rows.indices.filter { !rows[$0].label.isEmpty && (settings.by == .row || rows[$0].isOriginal) }
    let plans = try plans(units, placed, rows)
    var folds: [Fold] = []
    for (index, plan) in plans.enumerated() { folds.append(try fold(index, plan, units, placed, rows)) }
    return folds
  }

  /// Keys of the units on each side; sides that are nil get the rest.
  private struct Plan {
    var test: Set<String>
    var validation: Set<String>?
    var train: Set<String>?
  }

  private func plans(_ units: Units, _ placed: [Int], _ rows: [SplitRow]) throws(SplitError) -> [Plan] {
    let all = units.gathered(placed, by: settings.by)
    var drawing = Drawing(seed: seed("test"), stratify: settings.stratify)
    switch settings.folds {
    case .file(let name)?: return try plans(from: name, all, units, placed, rows)
    case .leaveOneOut?:
      guard all.count > 1 else { throw error("there is \(count(all.count)); expected at least 2") }
      return all.map { Plan(test: [$0.key]) }
    case .count(let folds)?:
      guard all.count >= folds else { throw error("there are \(count(all.count)); expected at least \(folds)") }
      return drawing.deal(all, into: folds).map { Plan(test: $0) }
    case nil: break
    }
    switch settings.test ?? .share(0.2) {
    case .share(let share):
      guard all.count > 1 else { throw error("there is \(count(all.count)); expected at least 2") }
      return [Plan(test: drawing.draw(min(all.count - 1, roundedUp(share * Double(all.count))), of: all))]
    case .names(let names):
      let known = Set(all.map(\.key))
      for name in names.sorted() where !known.contains(name) {
        throw error("there is no \(settings.by.rawValue) '\(name)' among \(known.sorted().joined(separator: ", "))")
      }
      return [Plan(test: Set(names))]
    }
  }

  private func plans(
    from name: String, _ all: [Unit], _ units: Units, _ placed: [Int], _ rows: [SplitRow]
  ) throws(SplitError) -> [Plan] {
    guard let foldFile else { throw error("the fold file '\(name)' was not given") }
    guard foldFile.unit == settings.by else {
      throw error(
        "the fold file '\(name)' splits by \(foldFile.unit.rawValue); expected by: '\(foldFile.unit.rawValue)'")
    }
    // The file names clips; units of clips may hold several that sound the same.
    func keys(_ names: Set<String>) -> Set<String> {
      guard settings.by == .clip else { return names }
      return Set(placed.filter { names.contains(rows[$0].parent) }.map { units.key(of: $0, by: .clip) })
    }
    var plans: [Plan] = []
    for (index, fold) in foldFile.folds.enumerated() {
      let test = keys(fold.test)
      guard all.contains(where: { test.contains($0.key) }) else {
        throw error("nothing that fold \(index) of '\(name)' tests on is there")
      }
      plans.append(Plan(test: test, validation: fold.validation.map(keys), train: fold.train.map(keys)))
    }
    return plans
  }

  private func fold(
    _ index: Int, _ plan: Plan, _ units: Units, _ placed: [Int], _ rows: [SplitRow]
  ) throws(SplitError) -> Fold {
    var test: [Int] = [], pool: [Int] = [], validation: [Int] = []
    for row in placed {
      let key = units.key(of: row, by: settings.by)
      if plan.test.contains(key) {
        test.append(row)
      } else if plan.validation?.contains(key) == true {
        validation.append(row)
      } else if plan.train?.contains(key) ?? true, mayTrain(on: rows[row]) {
        pool.append(row)
      }
    }
    if plan.validation == nil { validation = try drawValidation(from: pool, units, fold: index) }
    let held = Set(validation)
    var train = pool.filter { !held.contains($0) }
    guard !train.isEmpty else { throw error("fold \(index) has nothing to train on") }
    if settings.by != .row { addCopies(&train, &validation, &test, rows) }
    return Fold(
      train: train.sorted(), validation: validation.sorted(), test: test.sorted(),
      proof: Proof(rows, train: train, validation: validation, test: test))
  }

  private func drawValidation(from pool: [Int], _ units: Units, fold: Int) throws(SplitError) -> [Int] {
    guard settings.validation > 0 else { return [] }
    let unit = settings.validationBy ?? (settings.by == .corpus ? .speaker : settings.by)
    let all = units.gathered(pool, by: unit)
    guard all.count > 1 else {
      throw error(
        "fold \(fold) leaves \(count(all.count, unit)) to train on, of which none can be validated on; "
          + "expected validation: 0, or validationBy: 'clip'")
    }
    var drawing = Drawing(seed: seed("validation", String(fold)), stratify: settings.stratify)
    let drawn = drawing.draw(min(all.count - 1, roundedUp(settings.validation * Double(all.count))), of: all)
    return pool.filter { drawn.contains(units.key(of: $0, by: unit)) }
  }

  /// Gives transformed copies the side of their clip, or none where it is held out.
  private func addCopies(_ train: inout [Int], _ validation: inout [Int], _ test: inout [Int], _ rows: [SplitRow]) {
    let sides = [train, validation, test].map { side in Set(side.map { rows[$0].parent }) }
    for index in rows.indices where !rows[index].isOriginal && !rows[index].label.isEmpty {
      let parent = rows[index].parent
      if sides[0].contains(parent) { train.append(index) }
      guard settings.heldOutCopies else { continue }
      if sides[1].contains(parent) { validation.append(index) }
      if sides[2].contains(parent) { test.append(index) }
    }
  }

  private func mayTrain(on row: SplitRow) -> Bool { settings.train.isEmpty || settings.train.contains(row.corpus) }

  private func check(_ rows: [SplitRow]) throws(SplitError) {
    var ids: Set<String> = []
    for row in rows where !ids.insert(row.id).inserted { throw error("the row '\(row.id)' is there twice") }
    var originals: Set<String> = []
    for row in rows where row.isOriginal && settings.by != .row && !originals.insert(row.parent).inserted {
      throw error("the clip '\(row.parent)' has two original rows")
    }
    let corpora = Set(rows.map(\.corpus))
    for name in settings.train where !corpora.contains(name) {
      throw error("there is no corpus '\(name)' to train on among \(corpora.sorted().joined(separator: ", "))")
    }
  }

  private func seed(_ names: String...) -> Seed {
    names.reduce(Seed(UInt64(settings.seed)).derived(for: "split")) { $0.derived(for: $1) }
  }

  private func roundedUp(_ value: Double) -> Int { max(1, Int(value.rounded(.up))) }

  private func count(_ count: Int, _ unit: SplitUnit? = nil) -> String {
    let name = unit ?? settings.by
    return "\(count) " + (count == 1 ? name.rawValue : name == .corpus ? "corpora" : name.rawValue + "s")
  }

  private func error(_ cause: String) -> SplitError {
    let folds: String =
      switch settings.folds {
      case .count(let count)?: " into \(count) folds"
      case .leaveOneOut?: " leaving one out"
      case .file(let name)?: " into the folds of '\(name)'"
      case nil: ""
      }
    return SplitError(object: "by \(settings.by.rawValue)\(folds)", cause: cause)
  }
}
