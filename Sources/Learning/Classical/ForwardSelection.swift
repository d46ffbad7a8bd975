import Settings
import System

/// Incremental feature selection: starting from nothing, the group of features that helps most is added, again and again.
///
/// A set of groups is scored by unweighted average recall of a classical learner, the best of its alternatives, on inner
/// folds that share no speaker; rows that the caller keeps for testing never take part.
public struct ForwardSelection: Settings {
  /// What it is for and what its keys mean.
  public static let about = About(
    """
    Incremental feature selection: starting from nothing, the group of features that helps most is added, again \
    and again.
    """
  ) {
    Key("learner", "The learner that scores.")
    Key("limit", "The most groups to choose; all may be chosen when left out.", in: 1...1_000_000, example: "limit: 10")
    Key("minimumGain", "The least gain in mean recall that counts as one.", in: 0...1)
    Key("patience", "How many additions in a row may fail to gain before the search ends.", in: 1...1_000_000)
    Key("folds", "Inner speaker-disjoint folds.", in: 2...1000)
  }

  /// The learner that scores.
  public var learner = ClassicalChoice(LDA())
  /// The most groups to choose; all may be chosen when left out.
  public var limit: Int?
  /// The least gain in mean recall that counts as one.
  public var minimumGain = 0.0
  /// How many additions in a row may fail to gain before the search ends.
  public var patience = 1
  /// Inner speaker-disjoint folds.
  public var folds = 5

  /// The defaults.
  public init() {}

  /// Chooses among groups of columns.
  /// - Parameter jobs: threads over the candidates of one addition; the choice does not depend on it.
  public func select(from groups: [FeatureGroup], on examples: Examples, jobs: Int = 1) throws -> FeatureSelection {
    let folds = try groupFolds(of: examples.groups, count: folds)
    var left = Array(groups.indices)
    var columns: [Int] = []
    var steps: [FeatureSelection.Step] = []
    var best = 0  // how many of the steps are kept
    var bestMean = 0.0
    var ending = FeatureSelection.Ending.everyGroupChosen
    while !left.isEmpty {
      if steps.count == limit {
        ending = .limitReached
        break
      }
      let candidates = left.map { (columns + groups[$0].columns).sorted() }
      let scores = try parallelMap(count: candidates.count, jobs: jobs) { index in
        try score(examples.selecting(columns: candidates[index]), folds)
      }
      var chosen = 0
      for index in scores.indices where scores[index].mean > scores[chosen].mean { chosen = index }
      let group = groups[left.remove(at: chosen)]
      columns += group.columns
      steps.append(.init(group: group.name, recalls: scores[chosen].recalls))
      if scores[chosen].mean > bestMean + (best == 0 ? 0 : minimumGain) {
        best = steps.count
        bestMean = scores[chosen].mean
      } else if steps.count - best >= patience {
        ending = .noGain
        break
      }
    }
    let names = steps.prefix(best).map(\.group)
    return FeatureSelection(
      steps: steps, chosen: names, columns: groups.filter { names.contains($0.name) }.flatMap(\.columns).sorted(),
      ending: ending)
  }

  private func score(_ examples: Examples, _ folds: [GroupFold]) throws -> Trial {
    let trials = try learner.learner.trials(on: examples, folds: folds)
    var best = trials[0]
    for trial in trials where trial.mean > best.mean { best = trial }
    return best
  }
}

/// What forward selection found, and how it went.
public struct FeatureSelection: Codable, Sendable, Equatable {
  /// One addition.
  public struct Step: Codable, Sendable, Equatable {
    /// The group that was added.
    public let group: String
    /// Unweighted average recall on every inner fold with it and all before it.
    public let recalls: [Double]
    /// Their mean.
    public var mean: Double { recalls.reduce(0, +) / Double(max(recalls.count, 1)) }
  }

  /// Why the search ended.
  public enum Ending: String, Codable, Sendable {
    /// No addition gained anything for as long as patience allows.
    case noGain
    /// As many groups were chosen as allowed.
    case limitReached
    /// There was no group left to add.
    case everyGroupChosen
  }

  /// Every addition in order, also those that gained nothing.
  public let steps: [Step]
  /// The groups that are kept, in the order in which they were found.
  public let chosen: [String]
  /// Their columns, ascending: `Examples.selecting(columns:)` or a network's input.
  public let columns: [Int]
  /// Why the search ended.
  public let ending: Ending
}
