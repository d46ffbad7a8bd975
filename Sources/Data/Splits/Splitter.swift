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
    let columns = Columns(of: rows)
    // By row everything is dealt out; else only clips themselves are, and copies follow their clip.
    let placed = rows.indices.filter { !rows[$0].label.isEmpty && (settings.unit == .row || rows[$0].isOriginal) }
    if needsStatements, let row = placed.first(where: { rows[$0].statement.isEmpty }) {
      throw error("nobody knows what is said in '\(rows[row].id)'; expected a statement for every row")
    }
    var folds: [Fold] = []
    for plan in try crossed(try plans(columns, placed), columns, placed) {
      if let fold = try fold(folds.count, plan, columns, placed, rows) { folds.append(fold) }
    }
    guard !folds.isEmpty else { throw error("no speaker that is tested on says a statement that is tested on") }
    return folds
  }

  /// Units on each side, by their codes; sides that are nil get the rest.
  private struct Plan {
    var test: Set<Int>
    var validation: Set<Int>?
    var train: Set<Int>?
    /// Statements that are tested on, where they are kept apart as well.
    var statements: Set<Int>?
  }

  private var needsStatements: Bool {
    settings.by.units.contains(.statement) || (settings.validation > 0 && settings.validationBy == .statement)
  }

  /// Every plan for speakers with every part of the statements.
  private func crossed(_ plans: [Plan], _ columns: Columns, _ placed: [Int]) throws(SplitError) -> [Plan] {
    guard settings.by.isCrossed else { return plans }
    let all = Unit.gather(placed, keys: columns.statements, strata: columns.strata(by: .statement))
    guard all.count > 1 else { throw error("there is \(count(all.count, .statement)); expected at least 2") }
    var drawing = StratifiedDraw(seed: seed("statements"), stratify: settings.stratify)
    let parts: [Set<Int>]
    if settings.folds == nil, case .share(let share) = settings.test ?? .share(0.2) {
      parts = [drawing.draw(min(all.count - 1, roundedUp(share * Double(all.count))), of: all)]
    } else {
      let wanted = settings.statementFolds ?? min(4, all.count)
      guard all.count >= wanted else {
        throw error("there are \(count(all.count, .statement)); expected at least \(wanted)")
      }
      parts = drawing.deal(all, into: wanted)
    }
    return plans.flatMap { plan in
      parts.map { part in
        var plan = plan
        plan.statements = part
        return plan
      }
    }
  }

  private func plans(_ columns: Columns, _ placed: [Int]) throws(SplitError) -> [Plan] {
    let keys = columns.units(by: settings.unit)
    let all = Unit.gather(placed, keys: keys, strata: columns.strata(by: settings.unit))
    var drawing = StratifiedDraw(seed: seed("test"), stratify: settings.stratify)
    switch settings.folds {
    case .file(let name)?: return try plans(from: name, columns, all)
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
      let known = all.map { keys.names[$0.key] }
      for name in names.sorted() where !known.contains(name) {
        throw error("there is no \(settings.unit.rawValue) '\(name)' among \(known.joined(separator: ", "))")
      }
      return [Plan(test: keys.codes(of: Set(names)))]
    }
  }

  private func plans(from name: String, _ columns: Columns, _ all: [Unit]) throws(SplitError) -> [Plan] {
    guard let foldFile else { throw error("the fold file '\(name)' was not given") }
    guard foldFile.unit == settings.unit else {
      throw error(
        "the fold file '\(name)' splits by \(foldFile.unit.rawValue); expected by: '\(foldFile.unit.rawValue)'")
    }
    // The file names clips; a unit of clips may hold several that sound the same.
    func codes(_ names: Set<String>) -> Set<Int> {
      guard settings.unit == .clip else { return columns.speakers.codes(of: names) }
      let parents = columns.parents.codes(of: names)
      return Set(
        columns.parents.codes.indices.filter { parents.contains(columns.parents.codes[$0]) }
          .map { columns.clips.codes[$0] })
    }
    var plans: [Plan] = []
    for (index, fold) in foldFile.folds.enumerated() {
      let test = codes(fold.test)
      guard all.contains(where: { test.contains($0.key) }) else {
        throw error("nothing that fold \(index) of '\(name)' tests on is there")
      }
      plans.append(Plan(test: test, validation: fold.validation.map(codes), train: fold.train.map(codes)))
    }
    return plans
  }

  /// One fold; nil where no speaker that is tested on says any of the statements that are.
  private func fold(
    _ index: Int, _ plan: Plan, _ columns: Columns, _ placed: [Int], _ rows: [SplitRow]
  ) throws(SplitError) -> Fold? {
    let keys = columns.units(by: settings.unit).codes, said = columns.statements.codes
    var test: [Int] = [], pool: [Int] = [], validation: [Int] = []
    for row in placed {
      let isTested = plan.test.contains(keys[row])
      // Who shares a speaker or a statement alone with the test side is on no side.
      if let statements = plan.statements, statements.contains(said[row]) != isTested { continue }
      if isTested {
        test.append(row)
      } else if plan.validation?.contains(keys[row]) == true {
        validation.append(row)
      } else if plan.train?.contains(keys[row]) ?? true, mayTrain(on: rows[row]) {
        pool.append(row)
      }
    }
    if plan.statements != nil, test.isEmpty { return nil }
    var train = pool
    if plan.validation == nil { (train, validation) = try divide(pool, columns, fold: index) }
    guard !train.isEmpty else { throw error("fold \(index) has nothing to train on") }
    if settings.unit != .row { addCopies(&train, &validation, &test, columns, rows) }
    return Fold(
      train: train.sorted(), validation: validation.sorted(), test: test.sorted(),
      proof: Proof(columns, train: train, validation: validation, test: test))
  }

  /// Takes the validation side out of what is not tested on.
  private func divide(
    _ pool: [Int], _ columns: Columns, fold: Int
  ) throws(SplitError) -> (train: [Int], validation: [Int]) {
    guard settings.validation > 0 else { return (pool, []) }
    let unit = settings.validationBy ?? (settings.unit == .corpus ? .speaker : settings.unit)
    let keys = columns.units(by: unit)
    let all = Unit.gather(pool, keys: keys, strata: columns.strata(by: unit))
    guard all.count > 1 else {
      throw error(
        "fold \(fold) leaves \(count(all.count, unit)) to train on, of which none can be validated on; "
          + "expected validation: 0, or validationBy: 'clip'")
    }
    var drawing = StratifiedDraw(seed: seed("validation", String(fold)), stratify: settings.stratify)
    let drawn = drawing.draw(min(all.count - 1, roundedUp(settings.validation * Double(all.count))), of: all)
    return (pool.filter { !drawn.contains(keys.codes[$0]) }, pool.filter { drawn.contains(keys.codes[$0]) })
  }

  /// Gives transformed copies the side of their clip, or none where it is held out.
  private func addCopies(
    _ train: inout [Int], _ validation: inout [Int], _ test: inout [Int], _ columns: Columns, _ rows: [SplitRow]
  ) {
    let parents = columns.parents.codes
    var side = [Int](repeating: 0, count: columns.parents.names.count)
    for (number, some) in [train, validation, test].enumerated() { for row in some { side[parents[row]] = number + 1 } }
    for row in rows.indices where !rows[row].isOriginal && !rows[row].label.isEmpty {
      switch side[parents[row]] {
      case 1: train.append(row)
      case 2 where settings.heldOutCopies: validation.append(row)
      case 3 where settings.heldOutCopies: test.append(row)
      default: break
      }
    }
  }

  private func mayTrain(on row: SplitRow) -> Bool { settings.train.isEmpty || settings.train.contains(row.corpus) }

  private func check(_ rows: [SplitRow]) throws(SplitError) {
    var ids: Set<String> = []
    for row in rows where !ids.insert(row.id).inserted { throw error("the row '\(row.id)' is there twice") }
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
    let name = unit ?? settings.unit
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
    return SplitError(object: "by \(settings.by)\(folds)", cause: cause)
  }
}
