import Determinism
import Settings
import Synchronization
import System

/// What a search found so far: a plain value, kept after every fold, from which a stopped search goes on.
public struct SearchTable: Codable, Sendable, Equatable {
  /// One trial and what it scored.
  public struct Row: Codable, Sendable, Equatable {
    /// What differs from the base: values by dotted path.
    public let changes: [String: JSON]
    /// The metric on every inner fold, nil where it is still to be computed.
    public internal(set) var scores: [Double?]
    /// Time that was spent on it, all folds together.
    public internal(set) var seconds: Double

    /// The mean over the folds, once there is a score for each.
    public var mean: Double? {
      let known = scores.compactMap { $0 }
      return known.count == scores.count && !known.isEmpty ? known.reduce(0, +) / Double(known.count) : nil
    }
  }

  /// SHA-256 of the settings that the trials change and of the number of folds: scores from others do not count.
  public let base: String
  /// Which end of the metric is the good one.
  public let goal: SearchSettings.Goal
  /// One row a trial, in the order of the plan.
  public internal(set) var rows: [Row]

  /// The finished trial with the best mean, the first of equals.
  public var best: Row? {
    var best: Row?
    for row in rows {
      guard let mean = row.mean else { continue }
      guard let bestMean = best?.mean else {
        best = row
        continue
      }
      if goal == .highest ? mean > bestMean : mean < bestMean { best = row }
    }
    return best
  }

  /// Columns parted by tabs under a line of names: trial, every varied setting, every fold, mean, seconds.
  public var text: String {
    let paths = (rows.first?.changes.keys).map { $0.sorted() } ?? []
    let folds = rows.first?.scores.count ?? 0
    let head = ["trial"] + paths + (0..<folds).map { "fold \($0)" } + ["mean", "seconds"]
    let lines = rows.enumerated().map { number, row in
      ["\(number + 1)"] + paths.map { row.changes[$0]?.canonical ?? "" } + row.scores.map(Self.text)
        + [Self.text(row.mean), "\((row.seconds * 10).rounded() / 10)"]
    }
    return ([head] + lines).map { $0.joined(separator: "\t") + "\n" }.joined()
  }

  private static func text(_ score: Double?) -> String { score.map { "\(($0 * 10000).rounded() / 10000)" } ?? "" }

  init(_ plan: [PlannedTrial], base: JSON, folds: Int, goal: SearchSettings.Goal, earlier: SearchTable?) {
    var hash = SHA256()
    hash.update(field: base.canonical)
    hash.update(field: String(folds))
    let digest = hash.finish().description
    self.base = digest
    self.goal = goal
    rows = plan.map { trial in
      let known = earlier?.base == digest ? earlier?.rows.first { $0.changes == trial.changes } : nil
      return known ?? Row(changes: trial.changes, scores: [Double?](repeating: nil, count: folds), seconds: 0)
    }
  }
}

extension SearchSettings {
  /// Tries every planned combination on every fold, and goes on from an earlier table where it has scores already.
  /// - Parameters:
  ///   - base: the settings with every default spelt out.
  ///   - folds: how many inner folds score a trial.
  ///   - earlier: the table of a search that was stopped; scores for other settings or folds are disregarded.
  ///   - jobs: how many folds are computed at a time.
  ///   - check: throws for settings that cannot be decoded, before anything is computed.
  ///   - keep: writes the table down; called after every fold, one call at a time.
  ///   - evaluate: the metric of settings on one inner fold.
  /// - Returns: the full table. Apart from the seconds it depends on neither `jobs` nor interruptions.
  public func run(
    over base: JSON, folds: Int, resuming earlier: SearchTable? = nil, jobs: Int = 1,
    check: (JSON) throws -> Void = { _ in }, keep: @Sendable (SearchTable) throws -> Void = { _ in },
    evaluate: @Sendable (_ settings: JSON, _ fold: Int) throws -> Double
  ) throws -> SearchTable {
    let plan = try plan(over: base, check: check)
    let start = SearchTable(plan, base: base, folds: folds, goal: goal, earlier: earlier)
    let open = start.rows.indices.flatMap { trial in
      (0..<folds).filter { start.rows[trial].scores[$0] == nil }.map { (trial: trial, fold: $0) }
    }
    let state = Mutex((table: start, next: 0, failure: (any Error)?.none))
    let workers = min(max(jobs, 1), open.count)
    try parallelMap(count: workers, jobs: workers) { _ in
      while true {
        let index = state.withLock { state in
          defer { state.next += 1 }
          return state.failure == nil && state.next < open.count ? state.next : nil
        }
        guard let index else { return }
        let (trial, fold) = open[index]
        let clock = ContinuousClock()
        let began = clock.now
        let score = Result { try evaluate(plan[trial].settings, fold) }
        let time = clock.now - began
        state.withLock { state in
          do {
            state.table.rows[trial].scores[fold] = try score.get()
            state.table.rows[trial].seconds += time / .seconds(1)
            try keep(state.table)
          } catch {
            state.failure = state.failure ?? error
          }
        }
      }
    }
    return try state.withLock { state in
      if let failure = state.failure { throw failure }
      return state.table
    }
  }
}
