import Foundation
import TestSupport
import Testing

/// A run that is cut off leaves nothing that the next one stumbles over.
@Suite(.serialized) struct `After kill -9` {
  static let moments = 8

  @Test(arguments: TestedStage.all)
  func `a rerun makes the bytes of an undisturbed run and clears up`(stage: TestedStage) throws {
    let finished = try Workshop.finished()
    let whole = try finished.everything()
    let workshop = try Workshop(copying: finished)
    try workshop.forget(stage)
    let length = try time { _ = try workshop.make(stage) }
    try workshop.forget(stage)
    var chance = Chance(seed: 4)
    for moment in 0..<Self.moments {
      let running = try Running(stage.program, workshop.arguments(for: stage))
      // Spread over the run, each somewhere in its own part of it.
      usleep(UInt32(1e6 * length * (Double(moment) + .random(in: 0..<1, using: &chance)) / Double(Self.moments)))
      running.kill()
      _ = try running.outcome()
      let there = try workshop.scratch.has(stage.output) ? workshop.bytes(stage) : nil
      #expect(there == nil || there == whole[stage.output], "\(stage.program) left something half made")
    }
    try workshop.make(stage)
    #expect(try differences(workshop.everything(), whole) == [])
    #expect(workshop.scratch.leftOvers == [])
  }

  @Test func `a checkpoint does not outlive its model, killed right behind the model's last byte`() throws {
    let finished = try Workshop.finished()
    let workshop = try Workshop(copying: finished)
    try workshop.scratch.write("train/train/fold1.checkpoint.h5", "as a killed training leaves it")
    try FileManager.default.removeItem(atPath: workshop.scratch.file(TestedStage.train.output))
    try workshop.make(.train)
    #expect(try differences(workshop.everything(), finished.everything()) == [])
  }

  @Test(arguments: TestedStage.all)
  func `the old output stands`(stage: TestedStage) throws {
    let workshop = try Workshop(copying: Workshop.finished())
    try workshop.synthesize(clips: 30)
    for earlier in TestedStage.all.prefix(while: { $0.name != stage.name }) { try workshop.make(earlier) }
    let old = try workshop.bytes(stage)
    let other = try Workshop(copying: workshop)
    let length = try time { _ = try other.make(stage) }
    let new = try other.bytes(stage)
    var chance = Chance(seed: 5)
    for moment in 0..<Self.moments {
      let running = try Running(stage.program, workshop.arguments(for: stage))
      usleep(UInt32(1e6 * length * (Double(moment) + .random(in: 0..<1, using: &chance)) / Double(Self.moments)))
      running.kill()
      _ = try running.outcome()
      let there = try workshop.bytes(stage)
      #expect(there == old || there == new, "\(stage.program) left something half made")
    }
    try workshop.make(stage)
    #expect(try workshop.bytes(stage) == new)
    #expect(workshop.scratch.leftOvers == [])
  }

  @Test func `a synthetic corpus is completed`() throws {
    let workshop = try Workshop(), whole = try Workshop()
    let length = try time { try whole.synthesize(clips: 60) }
    var chance = Chance(seed: 6)
    let arguments = [
      "--scheme", "crema-d", "--speakers", "4", "--clips", "60", "--seed", "3", "--output", workshop.data + "/crema-d",
    ]
    for _ in 0..<Self.moments {
      let running = try Running("lilt-synth", arguments)
      usleep(UInt32(1e6 * length * .random(in: 0..<1, using: &chance)))
      running.kill()
      _ = try running.outcome()
    }
    try workshop.synthesize(clips: 60)
    #expect(try bash("diff -r '\(workshop.data)' '\(whole.data)'").status == 0)
  }
}

/// Seconds that something takes.
func time(_ body: () throws -> Void) rethrows -> Double {
  try ContinuousClock().measure(body) / .seconds(1)
}
