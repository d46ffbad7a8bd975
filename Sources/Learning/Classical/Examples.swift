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
public enum ClassWeights: String, Choice {
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
