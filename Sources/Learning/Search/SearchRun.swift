import Dispatch
import Settings
import Synchronization

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
    DispatchQueue.concurrentPerform(iterations: workers) { _ in
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
