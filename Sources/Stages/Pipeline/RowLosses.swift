import Commands
import Store
import System

extension Losses {
  /// Names the first few, and where the others stand.
  public func tell(_ console: Console, file: String) {
    for loss in all.prefix(5) { console.warn("dropped '\(loss.id)': \(loss.detail)") }
    if all.count > 5 { console.warn("\((all.count - 5).grouped) more dropped: see /dropped in \(file)") }
  }
}
