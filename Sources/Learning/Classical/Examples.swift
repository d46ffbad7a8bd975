import Settings

/// Labelled rows to learn from, each with the group (the speaker) that no inner fold may split.
public struct Examples: Sendable {
  /// The features, scaled by the caller.
  public let features: Matrix  // [row, feature]
  /// The class of each row, an index into `classes`.
  public let labels: [Int]
  /// The group of each row.
  public let groups: [String]
  /// The names of all classes, also of those without a row.
  public let classes: [String]

  /// Checks that everything has one entry a row, that labels name classes and that all numbers are finite.
  public init(features: Matrix, labels: [Int], groups: [String], classes: [String]) throws {
    guard labels.count == features.rows, groups.count == features.rows else {
      throw ClassicalError.examples(
        "\(features.rows) rows have \(labels.count) labels and \(groups.count) groups; expected one of each a row")
    }
    if let label = labels.first(where: { !classes.indices.contains($0) }) {
      throw ClassicalError.examples("label \(label) names none of the \(classes.count) classes")
    }
    if let place = features.values.firstIndex(where: { !$0.isFinite }) {
      throw ClassicalError.examples(
        "row \(place / features.columns), column \(place % features.columns) holds \(features.values[place]);"
          + " expected a finite number")
    }
    self.init(features, labels, groups, classes)
  }

  private init(_ features: Matrix, _ labels: [Int], _ groups: [String], _ classes: [String]) {
    self.features = features
    self.labels = labels
    self.groups = groups
    self.classes = classes
  }

  /// The rows of a list, in its order.
  public func selecting(rows: [Int]) -> Examples {
    Examples(
      features.selecting(rows: rows), rows.map { labels[$0] }, rows.map { groups[$0] }, classes)
  }

  /// The columns of a list, in its order.
  public func selecting(columns: [Int]) -> Examples {
    Examples(features.selecting(columns: columns), labels, groups, classes)
  }

  /// How many rows each class has.
  var counts: [Int] {
    var counts = [Int](repeating: 0, count: classes.count)
    for label in labels { counts[label] += 1 }
    return counts
  }

  /// The same rows with labels that count only the classes that have some.
  /// - Returns: the rows, and the class that each new label stands for.
  func withClassesPresent() throws -> (examples: Examples, present: [Int]) {
    let counts = counts
    let present = counts.indices.filter { counts[$0] > 0 }
    guard present.count > 1 else {
      throw ClassicalError.examples("they hold \(present.count) of \(classes.count) classes; expected two or more")
    }
    let place = Dictionary(uniqueKeysWithValues: zip(present, present.indices))
    return (Examples(features, labels.map { place[$0]! }, groups, present.map { classes[$0] }), present)
  }
}

/// How much the rows of each class count.
public enum ClassBalance: String, Choice {
  case balanced, none

  /// What the word stands for.
  public var meaning: String {
    switch self {
    case .balanced:
      """
      Every class counts the same, whatever its rows: `rows / (classes * rows of the class)`.
      """
    case .none: "Every row counts the same."
    }
  }

  /// A weight for every class, each of which has rows.
  func weights(for examples: Examples) -> [Double] {
    examples.counts.map { self == .none ? 1 : Double(examples.labels.count) / Double(examples.classes.count * $0) }
  }
}

/// Columns that are taken or left together: one feature, or a whole family of them.
public struct FeatureGroup: Sendable, Equatable {
  /// What reports call it.
  public let name: String
  /// Its columns, ascending.
  public let columns: [Int]

  /// Names a set of columns.
  public init(name: String, columns: [Int]) {
    self.name = name
    self.columns = columns.sorted()
  }

  /// Groups named columns by a part of their names, in order of first appearance; by the whole name, every column is a
  /// group of its own.
  public static func groups(of names: [String], by family: (String) -> String = { $0 }) -> [FeatureGroup] {
    var order: [String] = []
    var columns: [String: [Int]] = [:]
    for (column, name) in names.enumerated() {
      let family = family(name)
      if columns[family] == nil { order.append(family) }
      columns[family, default: []].append(column)
    }
    return order.map { FeatureGroup(name: $0, columns: columns[$0] ?? []) }
  }
}

/// Rows to fit on and rows to score on, both ascending.
public struct GroupFold: Sendable, Equatable {
  /// Rows to fit on.
  public let training: [Int]
  /// Rows to score on, whose groups have no row in `training`.
  public let validation: [Int]
}

/// Splits rows into folds that share no group.
///
/// Groups are dealt from the largest to the smallest (by name where they are equal), each to the fold that has the
/// fewest rows so far, so the same rows always give the same folds.
/// - Parameter count: how many folds; fewer when there are fewer groups.
public func groupFolds(of groups: [String], count: Int) throws -> [GroupFold] {
  var sizes: [String: Int] = [:]
  for group in groups { sizes[group, default: 0] += 1 }
  guard sizes.count > 1 else {
    throw ClassicalError.examples("they come from \(sizes.count) group; expected two or more to split inner folds by")
  }
  let ordered = sizes.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
  var rows = [Int](repeating: 0, count: min(max(count, 2), sizes.count))
  var foldOfGroup: [String: Int] = [:]
  for (group, size) in ordered {
    let smallest = rows.indices.min { rows[$0] < rows[$1] }!
    foldOfGroup[group] = smallest
    rows[smallest] += size
  }
  return rows.indices.map { fold in
    let isHeldOut = groups.map { foldOfGroup[$0] == fold }
    return GroupFold(
      training: groups.indices.filter { !isHeldOut[$0] }, validation: groups.indices.filter { isHeldOut[$0] })
  }
}
