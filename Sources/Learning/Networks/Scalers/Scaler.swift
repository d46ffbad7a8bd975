import Settings

/// How features are brought to a common size, picked by name.
public protocol Scaler: Named {
  /// The offset and factor for a feature from what was seen of it.
  func transform(_ statistics: FeatureStatistics) -> (offset: Float, factor: Float)
  /// Which rows share their statistics.
  var grouping: ScalerGrouping { get }
  /// What counts as one feature of a row [features, time].
  var granularity: ScalerGranularity { get }
}

/// Which rows share their statistics.
public enum ScalerGrouping: String, Choice {
  case all, corpus, speaker

  /// What the word stands for.
  public var meaning: String {
    switch self {
    case .all: "All training rows."
    case .corpus: "The training rows of one corpus; a corpus without training rows takes those of all."
    case .speaker:
      """
      The rows of one speaker. Transductive: a speaker who is new takes statistics from the very rows to be \
      predicted.
      """
    }
  }
}

/// What counts as one feature of a row [features, time].
public enum ScalerGranularity: String, Choice {
  case feature, element

  /// What the word stands for.
  public var meaning: String {
    switch self {
    case .feature: "Each line of the row over all of its times; of a flat row, each element."
    case .element: "Each element, every time of its own."
    }
  }
}

/// The scalers that recipes can name.
public enum Scalers {
  /// One line per scaler.
  public static let all: [any Scaler.Type] = [NoScaler.self, StandardScaler.self, MinMaxScaler.self]
}

/// Leaves features as they are.
public struct NoScaler: Scaler {
  /// `none` in recipes.
  public static let name = "none"
  /// What it is for and what its keys mean.
  public static let about = About("Leaves features as they are.")

  /// Nothing to set.
  public init() {}
  /// All rows alike.
  public var grouping: ScalerGrouping { .all }
  /// Irrelevant here.
  public var granularity: ScalerGranularity { .feature }
  /// x · 1 − 0.
  public func transform(_ statistics: FeatureStatistics) -> (offset: Float, factor: Float) { (0, 1) }
}

/// Mean 0 and variance 1: (x − mean) / deviation; a feature that never changes becomes 0.
public struct StandardScaler: Scaler {
  /// `standard` in recipes.
  public static let name = "standard"
  /// What it is for and what its keys mean.
  public static let about = About(
    "Mean 0 and variance 1: (x − mean) / deviation; a feature that never changes becomes 0."
  ) {
    Key("by", "Which rows share their statistics: all, corpus, or speaker (which is transductive).")
    Key("per", "What counts as one feature of a row [features, time].")
  }

  /// Which rows share their statistics: all, corpus, or speaker (which is transductive).
  public var by = ScalerGrouping.all
  /// What counts as one feature of a row [features, time].
  public var per = ScalerGranularity.feature
  /// All rows, per feature.
  public init() {}
  /// Which rows share their statistics.
  public var grouping: ScalerGrouping { by }
  /// What counts as one feature.
  public var granularity: ScalerGranularity { per }
  /// (mean, 1 / deviation).
  public func transform(_ statistics: FeatureStatistics) -> (offset: Float, factor: Float) {
    let deviation = statistics.variance.squareRoot()
    return (Float(statistics.mean), deviation > 0 ? Float(1 / deviation) : 1)
  }
}

/// From `range[0]` at the least value to `range[1]` at the greatest: range[0] + (x − least) · width, where width is
/// (range[1] − range[0]) / (greatest − least).
public struct MinMaxScaler: Scaler {
  /// `minMax` in recipes.
  public static let name = "minMax"
  /// What it is for and what its keys mean.
  public static let about = About("From `range[0]` at the least value to `range[1]` at the greatest.") {
    Key("by", "Which rows share their statistics: all, corpus, or speaker (which is transductive).")
    Key("per", "What counts as one feature of a row [features, time].")
    Key(
      "range",
      """
      What the least and the greatest value become. Features whose extremes lie far out crowd in a small part of \
      it, and a network learns faster from a wider range around 0.
      """, in: -1e9...1e9, length: 2...2)
  }

  /// Which rows share their statistics: all, corpus, or speaker (which is transductive).
  public var by = ScalerGrouping.all
  /// What counts as one feature of a row [features, time].
  public var per = ScalerGranularity.feature
  /// What the least and the greatest value become.
  public var range = [0.0, 1.0]
  /// All rows, per feature, from 0 to 1.
  public init() {}
  /// The range rises.
  public func validate() throws {
    guard range.count == 2, range[0] < range[1] else {
      throw Invalid("range must hold two numbers, the first below the second, found \(range)")
    }
  }
  /// Which rows share their statistics.
  public var grouping: ScalerGrouping { by }
  /// What counts as one feature.
  public var granularity: ScalerGranularity { per }
  /// (least − range[0] / width, width); a feature that never changes becomes range[0].
  public func transform(_ statistics: FeatureStatistics) -> (offset: Float, factor: Float) {
    guard statistics.count > 0 else { return (0, 1) }
    let spread = statistics.greatest - statistics.least
    let width = spread > 0 ? (range[1] - range[0]) / spread : 1
    return (Float(statistics.least - range[0] / width), Float(width))
  }
}

/// A scaler chosen by name: `"standard"` or `{ standard: { by: "speaker" } }`.
public struct ScalerChoice: NamedChoice {
  /// What the alternatives are.
  public static let kind = "scaler"
  /// All that a recipe may name.
  public static var alternatives: [any Named.Type] { Scalers.all }

  /// The chosen scaler.
  public var scaler: any Scaler

  /// A choice made in code.
  public init(_ scaler: any Scaler) { self.scaler = scaler }

  /// Reads a name, or an object with that one key.
  public init(from decoder: any Decoder) throws {
    scaler = try decoder.choice(for: ScalerChoice.self) as! any Scaler
  }

  /// Writes an object with the name as its key.
  public func encode(to encoder: any Encoder) throws { try encoder.encode(choice: scaler) }

  /// Choices are equal when they would be written alike.
  public static func == (a: ScalerChoice, b: ScalerChoice) -> Bool { isEqual(a.scaler, b.scaler) }
}
