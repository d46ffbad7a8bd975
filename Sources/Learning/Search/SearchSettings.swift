import Determinism
import Settings

/// A search over settings: which may vary, how, and how combinations are picked.
///
/// ```json5
/// { method: "random", trials: 30, space: {
///     "train.model.mlp.hidden": [[300], [300, 50]],
///     "train.optimizer.adam.rate": { logUniform: [1e-4, 1e-2] } } }
/// ```
public struct SearchSettings: Settings {
  /// What it is for and what its keys mean.
  public static let about = About(
    "A search over settings: which may vary, how, and how combinations are picked."
  ) {
    Key("method", "How combinations are picked.")
    Key("trials", "How many combinations a random search tries; fewer when there are not as many.", in: 1...1_000_000)
    Key("seed", "Where a random search starts from. A trial's values depend on this and its number alone.")
    Key("goal", "Which end of the metric is the good one.")
    Key(
      "space", "Candidate values by dotted path into the settings.",
      example: "space: { \"train.model.mlp.hidden\": [[300], [300, 50]] }")
  }

  /// How combinations are picked.
  public enum Method: String, Choice {
    case grid, random

    /// What the word stands for.
    public var meaning: String {
      switch self {
      case .grid: "Every combination of listed values, in order."
      case .random: "Combinations by chance."
      }
    }
  }

  /// Which end of the metric is the good one.
  public enum Goal: String, Choice {
    case highest, lowest

    /// What the word stands for.
    public var meaning: String {
      switch self {
      case .highest: "The highest, as of recall."
      case .lowest: "The lowest, as of loss."
      }
    }
  }

  /// How combinations are picked.
  public var method = Method.grid
  /// How many combinations a random search tries; fewer when there are not as many.
  public var trials = 20
  /// Where a random search starts from. A trial's values depend on this and its number alone.
  public var seed = 0
  /// Which end of the metric is the good one.
  public var goal = Goal.highest
  /// Candidate values by dotted path into the settings.
  public var space: [String: Candidates] = [:]

  /// The defaults, which vary nothing.
  public init() {}

  /// Refuses grids over ranges, and paths of which one lies inside another.
  public func validate() throws {
    let paths = space.keys.sorted()
    for path in paths {
      if let inner = paths.first(where: { $0.hasPrefix(path + ".") }) {
        throw Invalid("'\(inner)' lies inside '\(path)'; a search can set one of them")
      }
      if method == .grid, let candidates = space[path] {
        guard case .list = candidates else {
          throw Invalid("a grid needs a list for '\(path)'; a random search takes ranges")
        }
      }
    }
    guard method == .grid else { return }
    let combinations = space.values.reduce(1.0) { product, candidates in
      guard case .list(let values) = candidates else { return product }
      return product * Double(values.count)
    }
    guard combinations <= 1_000_000 else {
      throw Invalid("a grid has 1000000 combinations at most, found \(combinations)")
    }
  }

  /// The trials of this search over given settings, the same for the same seed.
  /// - Parameters:
  ///   - base: the settings with every default spelt out.
  ///   - check: throws for a tree that cannot be decoded, so that no trial fails for that after hours.
  public func plan(over base: JSON, check: (JSON) throws -> Void = { _ in }) throws -> [PlannedTrial] {
    try self.check()
    let picks = method == .grid ? grid : draws
    return try picks.map { changes in
      var tree = base
      for (path, value) in changes.sorted(by: { $0.key < $1.key }) { tree = try tree.replacing(path, with: value) }
      try check(tree)
      return PlannedTrial(changes: changes, settings: tree)
    }
  }

  /// Every combination, the last path's values changing fastest.
  private var grid: [[String: JSON]] {
    var picks: [[String: JSON]] = [[:]]
    for path in space.keys.sorted() {
      guard case .list(let values)? = space[path] else { continue }
      picks = picks.flatMap { pick in values.map { pick.merging([path: $0]) { $1 } } }
    }
    return picks
  }

  /// Distinct combinations by chance.
  private var draws: [[String: JSON]] {
    var picks: [[String: JSON]] = []
    var seen: Set<String> = []
    let start = Seed(UInt64(bitPattern: Int64(seed)))
    // Small spaces run out of new combinations, which more draws show only by finding none.
    for number in 0..<50 * trials where picks.count < trials {
      var pick: [String: JSON] = [:]
      for (path, candidates) in space {
        var random = Random(start.derived(for: "search", String(number), path))
        pick[path] = candidates.draw(&random)
      }
      if seen.insert(JSON.object(pick).canonical).inserted { picks.append(pick) }
    }
    return picks
  }
}

/// One combination to try.
public struct PlannedTrial: Sendable, Equatable {
  /// What differs from the base: values by dotted path.
  public let changes: [String: JSON]
  /// The whole settings tree.
  public let settings: JSON
}
