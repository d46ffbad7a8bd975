import Foundation
import TestSupport
import Testing

extension Torture {
  /// A stage that may write so many bytes and no more, at any number of bytes.
  @Suite struct `Refused writes` {
    @Test func `are an error, leave the old file and nothing else, and do no harm to the next run`() throws {
      let finished = try Workshop.finished()
      let whole = try finished.everything()
      let workshop = try Workshop(copying: finished)
      Campaign("refused writes", quick: 14, long: 600).run { number, chance in
        let stage = TestedStage.all[number % TestedStage.all.count]
        // From nothing, or beside the whole file, which then stays as it is.
        let isNew = Bool.random(using: &chance)
        if isNew { try workshop.forget(stage) }
        let size = Double(whole[stage.output]?.count ?? 0)
        // Blocks of 1,024 bytes, some of them more than it needs.
        let blocks = Int(size * .random(in: 0..<1.2, using: &chance) / 1024)
        let words = try workshop.arguments(for: stage).map { "'\($0)'" }.joined(separator: " ")
        // A pipe for the errors: a file would be refused its bytes too.
        let outcome = try Running(
          "/bin/bash",
          [
            "-o", "pipefail", "-c",
            "(ulimit -f \(blocks); exec '\(Programs.folder)/\(stage.program)' \(words)) 2>&1 | cat >&2",
          ]
        ).outcome(within: 60)
        let complaint = try complaint(about: outcome, of: stage, in: workshop, whole: whole[stage.output])
        // Also for the cases that follow.
        try workshop.make(stage)
        let different = differences(try workshop.everything(), whole)
        return complaint ?? (different.isEmpty ? nil : "a rerun of \(stage.program) makes another \(different)")
      }
    }

    private func complaint(about outcome: Outcome, of stage: TestedStage, in workshop: Workshop, whole: Data?) throws
      -> String?
    {
      if let complaint = outcome.complaint(about: stage.program, statuses: [0, 1]) { return complaint }
      if outcome.status == 1, !outcome.errors.contains("cannot write '") { return "it does not say what\n\(outcome)" }
      if outcome.status == 1, try workshop.scratch.has(stage.output) && workshop.bytes(stage) != whole {
        return "\(stage.program) left something half made"
      }
      return workshop.scratch.leftOvers.isEmpty ? nil : "\(stage.program) left \(workshop.scratch.leftOvers)"
    }
  }
}
