import Foundation
import Store
import TestSupport
import Testing

/// Damage must not be sealed in: what is listed as sound has been read to its last byte.
@Suite struct `A damaged file` {
  @Test func `of a fold's model is trained anew, to the bytes that it had, and said`() throws {
    let finished = try Workshop.finished()
    let reference = try finished.everything()
    let fold = "train/train/fold0.h5"
    let whole = try #require(reference[fold])
    let workshop = try Workshop(copying: finished)
    var chance = Chance(seed: 17)
    var trained = 0
    for _ in 0..<8 {
      var bytes = whole
      bytes[Int.random(in: bytes.indices, using: &chance)] ^= 1 << UInt8.random(in: 0..<8, using: &chance)
      try workshop.scratch.write(fold, bytes)
      let outcome = try workshop.make(.train)
      // A bit that no value is made of is put right without a word.
      if !outcome.errors.contains("0 of 2 folds trained, 2 as they were") {
        #expect(outcome.errors.contains("lilt-train: fold0 is trained anew: cannot "), "\(outcome)")
        #expect(outcome.errors.contains("1 of 2 folds trained, 1 as they were"), "\(outcome)")
        trained += 1
      }
      #expect(try differences(workshop.everything(), reference) == [])
    }
    #expect(trained > 3)
    #expect(try workshop.make(.train).errors.contains("0 of 2 folds trained, 2 as they were"))
  }

  @Test(arguments: [TestedStage.augment, TestedStage.features])
  func `of sound that is no sound is refused by the row's name`(stage: TestedStage) throws {
    let workshop = try Workshop(copying: Workshop.finished())
    let input = try #require(stage.inputs.first)
    let path = workshop.scratch.file("\(input)/\(input).h5")
    let ids = try rewrite(path) { row, samples in if row == 3 { samples[100] = .nan } }
    try workshop.forget(stage)
    let outcome = try workshop.attempt(stage)
    #expect(outcome.status == 65)
    #expect(
      outcome.errors.hasSuffix(
        "error: cannot read '\(path)': /audio/values holds nan at sample 100 of row '\(ids[3])'; expected finite numbers\n"
      ),
      "\(outcome)")
    #expect(!workshop.scratch.has(stage.output))
  }

  /// Writes a file of sound again with other samples, as a program that knows no schema might.
  private func rewrite(_ path: String, _ change: (Int, inout [Float]) -> Void) throws -> [String] {
    let file = try InputFile(path, expecting: [.clean, .augmented])
    let sound = try file.ragged("/audio"), rows = try file.rows()
    let output = try OutputFile(
      path, schema: file.schema, tool: Tool(name: "test", version: "1"), settings: "{}", inputs: [])
    try output.attach("frontend", file.text("frontend", of: "/"), to: "/")
    try output.attach("rate", try #require(file.attached("rate", of: "/audio", as: Int64.self).first), to: "/audio")
    let audio = try output.ragged("/audio")
    for row in rows.indices {
      var samples = try sound.read(row)
      change(row, &samples)
      try audio.append(samples)
    }
    try output.write(rows)
    try output.commit()
    return rows.map(\.id)
  }
}
