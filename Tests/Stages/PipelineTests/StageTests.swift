import Commands
import Settings
import Store
import Testing

@testable import Pipeline

private struct Nothing: Settings {}

private enum Judge: Stage {
  static let name = "judge"
  static let summary = "Judges."
  static let reads: [StageInput] = [.file(.clean, .augmented), .corpora]
  static let readsAgain: [StageInput] = [.file(.split), .file(.models)]
  static let writes = Schema.evaluation
  static func run(_ job: Nothing, _ order: Order, _ console: Console) throws {}
}

private enum Plain: Stage {
  static let name = "plain"
  static let summary = "Reads one file."
  static let reads: [StageInput] = [.file(.features)]
  static let writes = Schema.split
  static func run(_ job: Nothing, _ order: Order, _ console: Console) throws {}
}

/// What is said of a stage once, and what follows from it.
@Suite struct StageTests {
  @Test func `help shows the inputs in their order`() {
    #expect(Judge.command.arguments == "CLEAN.h5|AUGMENTED.h5 DATA SPLIT.h5 MODELS.h5 [SPLIT.h5 MODELS.h5]…")
    #expect(Plain.command.description.help.contains("lilt-plain --settings FILE.json --output FILE.h5"))
  }

  @Test func `inputs that come again come as a whole`() {
    #expect((0...8).filter(Judge.accepts) == [4, 6, 8])
    #expect((0...8).filter(Plain.accepts) == [1])
    #expect(Judge.input(at: 5) == .file(.models) && Judge.input(at: 1) == .corpora)
    #expect(Plain.input(at: 1) == nil)
  }

  @Test func `a settings option takes its value and refuses none`() throws {
    let (order, rest) = try Plain.command.parse(["--settings=a.json", "--output", "b.h5", "in.h5"], into: Order())
    #expect(order.settings == "a.json" && order.output == "b.h5" && rest == ["in.h5"])
    #expect(throws: (any Error).self) { try Plain.command.parse(["--settings", ""], into: Order()) }
  }
}
