import Foundation
import Store
import TestSupport
import Testing

/// Rows that a split puts aside for validation.
@Suite struct `Validation rows` {
  private func train(_ rest: String) -> TestedStage {
    TestedStage.train.set(
      #"{ "split": "honest", "train": { "model": { "mlp": { "hidden": [8] } }, "epochs": 3, "batch": 16\#(rest) } }"#)
  }

  private func split(_ validation: String) -> TestedStage {
    TestedStage.split.set(
      #"{ "name": "honest", "split": { "by": "speaker", "folds": 2, "validation": \#(validation) } }"#)
  }

  private func weights(_ workshop: Workshop) throws -> [[Float]] {
    let file = try InputFile.open(workshop.scratch.file("train/train/fold0.h5"), expecting: .model)
    return try file.attachedTexts("parameters", of: "/model").map { try file.array("/model/\($0)") }
  }

  @Test func `that nobody reads are learned from, as if none had been taken`() throws {
    let workshop = try Workshop(copying: Workshop.finished())
    try workshop.make(split("0.3"))
    let joined = try workshop.make(train(#", "checkpoint": "last""#))
    #expect(joined.errors.contains("fold0: no rule decides by validation rows, so the "), "\(joined)")
    let own = try weights(workshop)
    try workshop.make(.evaluate)
    try workshop.make(split("0"))
    let none = try workshop.make(train(#", "checkpoint": "last""#))
    #expect(!none.errors.contains("no rule decides"), "\(none)")
    #expect(try weights(workshop) == own)
  }

  @Test func `that a rule reads are not`() throws {
    let workshop = try Workshop(copying: Workshop.finished())
    try workshop.make(split("0.3"))
    let best = try workshop.make(train(""))
    #expect(!best.errors.contains("no rule decides"), "\(best)")
    let file = try InputFile.open(workshop.scratch.file("train/train/fold0.h5"), expecting: .model)
    #expect(try file.array("/history/validationUAR", of: Double.self).allSatisfy(\.isFinite))
  }
}
