import Settings

/// How much each class counts in the loss, picked by name.
public protocol ClassWeights: Named {
  /// One factor per class, or none where all count alike.
  /// - Parameter counts: training rows of each class; a row of several classes counts in each by its share.
  func factors(counts: [Double], names: [String]) throws -> [Float]
}

/// The weightings that recipes can name.
public enum ClassWeightings {
  /// One line per weighting.
  public static let all: [any ClassWeights.Type] = [
    NoClassWeights.self, BalancedClassWeights.self, ExplicitClassWeights.self,
  ]
}

/// All classes count alike.
public struct NoClassWeights: ClassWeights {
  /// `none` in recipes.
  public static let name = "none"
  /// What it is for and what its keys mean.
  public static let about = About("All classes count alike.")

  /// Nothing to set.
  public init() {}
  /// None.
  public func factors(counts: [Double], names: [String]) -> [Float] { [] }
}

/// rows / (classes · rows of the class), as scikit-learn's `balanced`: rare classes count as much as common ones.
public struct BalancedClassWeights: ClassWeights {
  /// `balanced` in recipes.
  public static let name = "balanced"
  /// What it is for and what its keys mean.
  public static let about = About(
    """
    Rare classes count as much as common ones: rows / (classes · rows of the class), as scikit-learn's \
    `balanced`.
    """)

  /// Nothing to set.
  public init() {}
  /// 1 on average over the training rows; 1 for a class without rows.
  public func factors(counts: [Double], names: [String]) -> [Float] {
    let rows = counts.reduce(0, +), present = Double(counts.count { $0 > 0 })
    return counts.map { $0 > 0 ? Float(rows) / Float(present * $0) : 1 }
  }
}

/// Factors by the class's name; classes left out count 1.
public struct ExplicitClassWeights: ClassWeights {
  /// `explicit` in recipes.
  public static let name = "explicit"
  /// What it is for and what its keys mean.
  public static let about = About("Factors by the class's name; classes left out count 1.") {
    Key("factors", "A factor for each named class.", in: 0...1e9, example: "factors: { sad: 2 }")
  }

  /// A factor for each named class.
  public var factors: [String: Double] = [:]
  /// No factors yet.
  public init() {}
  /// The factors in the order of the classes.
  public func factors(counts: [Double], names: [String]) throws -> [Float] {
    if let stray = factors.keys.sorted().first(where: { !names.contains($0) }) {
      throw LearningError(
        cannot: "weigh class", stray, "it is none of the classes" + Suggestion.text(for: stray, among: names))
    }
    return names.map { Float(factors[$0] ?? 1) }
  }
}

/// A weighting chosen by name: `"balanced"` or `{ explicit: { factors: { sad: 2 } } }`.
public struct ClassWeightsChoice: NamedChoice {
  /// What the alternatives are.
  public static let kind = "class weighting"
  /// All that a recipe may name.
  public static var alternatives: [any Named.Type] { ClassWeightings.all }

  /// The chosen weighting.
  public var weighting: any ClassWeights

  /// A choice made in code.
  public init(_ weighting: any ClassWeights) { self.weighting = weighting }

  /// Reads a name, or an object with that one key.
  public init(from decoder: any Decoder) throws {
    weighting = try decoder.choice(for: ClassWeightsChoice.self) as! any ClassWeights
  }

  /// Writes an object with the name as its key.
  public func encode(to encoder: any Encoder) throws { try encoder.encode(choice: weighting) }

  /// Choices are equal when they would be written alike.
  public static func == (a: ClassWeightsChoice, b: ClassWeightsChoice) -> Bool { isEqual(a.weighting, b.weighting) }
}
