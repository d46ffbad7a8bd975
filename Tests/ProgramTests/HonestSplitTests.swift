import Foundation
import Store
import TestSupport
import Testing

/// What the programs say of a split follows from its proof, whatever its name is.
@Suite struct `A split` {
  private let byClip = #"{ "name": "honest", "split": { "by": "clip", "test": 0.25 } }"#

  @Test func `that shares speakers is not honest, though it is called so`() throws {
    let workshop = try Workshop(copying: Workshop.finished())
    let split = try workshop.make(.split.set(byClip))
    #expect(split.errors.contains("the test side shares 3 speakers, 0 clips and 0 sounds of other clips"), "\(split)")
    try workshop.make(.train)
    let judged = try workshop.make(.evaluate)
    #expect(judged.errors.contains("(honest, leaking: 25 % of clips tested)"), "\(judged)")
    #expect(judged.errors.contains("not honest: training and test share speakers, clips or sounds"))
    let table = try run("lilt-report", [workshop.scratch.file(TestedStage.evaluate.output)])
    #expect(table.output.contains("(honest, leaking: ") && !table.output.contains("(honest: "))
    // Not even on demand: the recipe may ask for what is set beside, and for nothing else.
    let asked = try workshop.make(.evaluate.set(#"{ "name": "tiny", "evaluate": { "published": [] } }"#))
    #expect(asked.errors.contains("(honest, leaking: "))
  }

  @Test func `by speaker is honest under any name, and its interval says over whom it is`() throws {
    let workshop = try Workshop(copying: Workshop.finished())
    try workshop.make(.split.set(#"{ "name": "strangers", "split": { "by": "speaker", "folds": 2 } }"#))
    let training = TestedStage.train.settings.replacingOccurrences(of: "\"honest\"", with: "\"strangers\"")
    try workshop.make(.train.set(training))
    let judged = try workshop.make(.evaluate)
    #expect(judged.errors.contains("(strangers, honest: 2 folds by speaker)"), "\(judged)")
    #expect(judged.errors.contains("] over 4 speakers, wide, on 24 clips of 6 classes"), "\(judged)")
  }

  @Test func `whose proof does not fit its rows is refused`() throws {
    let workshop = try Workshop(copying: Workshop.finished())
    try workshop.make(.split.set(byClip))
    try workshop.make(.train)
    try whitewash(workshop.scratch.file(TestedStage.split.output))
    let judged = try workshop.attempt(.evaluate)
    #expect(judged.status == 65, "\(judged)")
    #expect(judged.errors.contains("fold0 shares 3 speakers, 0 clips, 0 sounds and "), "\(judged)")
    #expect(judged.errors.contains("and the proof says 0 speakers, 0 clips, 0 sounds"), "\(judged)")
  }

  /// Writes a split again with a proof of innocence.
  private func whitewash(_ path: String) throws {
    let file = try InputFile.open(path, expecting: .split)
    let output = try OutputFile(
      path, schema: .split, tool: Tool(name: "lilt-split", version: "0"), settings: file.text("settings", of: "/"),
      inputs: [])
    try output.write(try file.rows())
    for side in ["train", "validation", "test"] {
      let name = "/splits/honest/fold0/\(side)"
      try output.write(name, try file.array(name, of: Int64.self))
    }
    let proof = "/splits/honest/proof"
    try output.write("\(proof)/fold", try file.array("\(proof)/fold", of: Int64.self))
    try output.write("\(proof)/pair", texts: try file.texts("\(proof)/pair"))
    for name in ["speakers", "parents", "sounds", "statements"] {
      let counts = try file.array("\(proof)/\(name)", of: Int64.self)
      try output.write("\(proof)/\(name)", counts.map { _ in 0 as Int64 })
    }
    let sentences = "\(proof)/sentences"
    try output.write("\(sentences)/corpus", texts: try file.texts("\(sentences)/corpus"))
    for name in ["rows", "heard", "classes"] {
      try output.write("\(sentences)/\(name)", try file.array("\(sentences)/\(name)", of: Int64.self))
    }
    for name in ["uar", "war", "margin"] {
      try output.write("\(sentences)/\(name)", try file.array("\(sentences)/\(name)", of: Double.self))
    }
    try output.commit()
  }
}
