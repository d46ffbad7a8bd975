import Foundation
import TestSupport
import Testing

extension Torture {
  /// kill -9 at random moments of every stage, then the same stage again.
  @Suite struct `Kills` {
    @Test func `leave the bytes of an undisturbed run behind`() throws {
      let finished = try Workshop.finished()
      let whole = try finished.everything()
      let workshop = try Workshop(copying: finished)
      var lengths: [String: Double] = [:]
      for stage in TestedStage.all {
        try workshop.forget(stage)
        lengths[stage.name] = try time { _ = try workshop.make(stage) }
      }
      Campaign("kills", quick: 14, long: 1000).run { number, chance in
        let stage = TestedStage.all[number % TestedStage.all.count]
        // Sometimes into an empty folder, sometimes beside a file that is there.
        if Bool.random(using: &chance) { try workshop.forget(stage) }
        let running = try Running(stage.program, workshop.arguments(for: stage))
        usleep(UInt32(1e6 * (lengths[stage.name] ?? 0) * .random(in: 0..<1, using: &chance)))
        running.kill()
        _ = try running.outcome()
        if try workshop.scratch.has(stage.output) && workshop.bytes(stage) != whole[stage.output] {
          return "\(stage.program) left something half made"
        }
        let again = try Running(stage.program, workshop.arguments(for: stage)).outcome(within: 60)
        guard again.status == 0 else { return "a rerun of \(stage.program) fails\n\(again)" }
        let different = differences(try workshop.everything(), whole)
        guard different.isEmpty else { return "a rerun of \(stage.program) makes another \(different)" }
        let leftOvers = workshop.scratch.leftOvers
        return leftOvers.isEmpty ? nil : "\(stage.program) leaves \(leftOvers)"
      }
    }
  }
}
