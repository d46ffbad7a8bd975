import Commands
import Search
import Settings
import System

/// Tells how a search goes; its reports come from several threads, one at a time.
final class SearchNews: @unchecked Sendable {
  private let line: StatusLine
  private let begin = Progress.now()
  private var done = 0

  init(console: Console) { line = StatusLine(on: console) }

  /// Takes in a table to which one score was added.
  func report(_ table: SearchTable) {
    done += 1
    let open = table.rows.reduce(0) { $0 + $1.scores.count { $0 == nil } }
    let all = table.rows.reduce(0) { $0 + $1.scores.count }
    let left = (Progress.now() - begin) / Double(done) * Double(open)
    let best = table.best?.mean.map { "  best so far \($0.rounded(to: 4))" } ?? ""
    line.show("\((all - open).grouped)/\(all.grouped) trainings\(best)  \(duration(left)) left")
  }

  /// Wipes the line.
  func finish() { line.clear() }
}
