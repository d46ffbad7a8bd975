import Foundation
import TestSupport
import Testing

/// Same inputs, settings and programs: same bytes.
@Suite struct `The chain` {
  @Test func `does not depend on the number of jobs`() throws {
    let two = try Workshop.finished().everything()
    let one = try Workshop(copying: Workshop.finished())
    for stage in TestedStage.all { try one.forget(stage) }
    // Training alone depends on its threads, as it says.
    for stage in TestedStage.all { try one.make(stage, jobs: stage.name == "train" ? 2 : 1) }
    #expect(try differences(one.everything(), two) == [])
  }

  @Test func `makes the same bytes again, in another folder`() throws {
    let first = try Workshop.finished().everything()
    let again = try Workshop()
    try again.synthesize(clips: 24)
    try again.makeAll()
    #expect(try differences(again.everything(), first) == [])
  }

  @Test func `has nothing of this machine in its files`() throws {
    let workshop = try Workshop.finished()
    for (name, bytes) in try workshop.everything() {
      for word in [workshop.scratch.path, NSTemporaryDirectory(), NSUserName() + "@", ProcessInfo.processInfo.hostName]
      where word.count > 4 {
        #expect(bytes.range(of: Data(word.utf8)) == nil, "\(name) holds '\(word)'")
      }
    }
  }

  @Test func `can be checked value by value`() throws {
    let workshop = try Workshop.finished()
    for stage in TestedStage.all {
      let outcome = try run("lilt-inspect", ["--verify", workshop.scratch.file(stage.output)])
      #expect(outcome.status == 0, "\(outcome)")
      #expect(outcome.output == "")
    }
  }

  @Test func `says nothing on standard output`() throws {
    let workshop = try Workshop(copying: Workshop.finished())
    for stage in TestedStage.all {
      let outcome = try workshop.make(stage)
      #expect(outcome.output == "", "\(stage.program)")
      #expect(
        outcome.errors.split(separator: "\n").allSatisfy { $0.hasPrefix("\(stage.program): ") || $0.hasPrefix("  ") })
      #expect(!outcome.errors.contains("\u{1B}"))
    }
  }

  @Test func `is silent when asked to be`() throws {
    let workshop = try Workshop(copying: Workshop.finished())
    for stage in TestedStage.all {
      let outcome = try run(stage.program, workshop.arguments(for: stage) + ["--quiet"])
      #expect(outcome.status == 0)
      #expect(outcome.output + outcome.errors == "", "\(stage.program)")
    }
  }
}

/// Names of the files that two folders do not have in common, byte for byte.
func differences(_ a: [String: Data], _ b: [String: Data]) -> [String] {
  Set(a.keys).union(b.keys).filter { a[$0] != b[$0] }.sorted()
}
