import Foundation
import Store
import TestSupport
import Testing

/// Features as comma-separated values.
@Suite struct `A table of features` {
  private func export(_ workshop: Workshop, to name: String) throws -> Outcome {
    try run("lilt-export", [workshop.scratch.file(TestedStage.features.output), "-o", workshop.scratch.file(name)])
  }

  @Test func `holds every number as it is stored, beside names and label`() throws {
    let workshop = try Workshop(copying: Workshop.finished())
    let outcome = try export(workshop, to: "features.csv")
    #expect(outcome.status == 0, "\(outcome)")
    let file = try InputFile.open(workshop.scratch.file(TestedStage.features.output), expecting: .features)
    let rows = try file.rows(), tensor = try file.tensor(), features = try file.texts("/tensor/feature")
    let lines = String(decoding: try workshop.scratch.bytes("features.csv"), as: UTF8.self).split(separator: "\n")
    let head = ["id", "parent", "variant", "corpus", "speaker", "sex", "emotion", "label"]
    #expect(lines.count == rows.count + 1 && lines[0].split(separator: ",").map(String.init) == head + features)
    for (index, line) in lines.dropFirst().enumerated() {
      let fields = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init), row = rows[index]
      #expect(
        Array(fields.prefix(8)) == [
          row.id, row.parent, row.variant, row.corpus, row.speaker, row.sex, row.emotion, row.label,
        ])
      #expect(fields.dropFirst(8).map(Float.init) == (try tensor.row(index)).map(Optional.init))
    }
  }

  @Test func `is not made of anything else, and no format is guessed`() throws {
    let workshop = try Workshop.finished()
    let clean = workshop.scratch.file(TestedStage.clean.output), table = workshop.scratch.file("no.csv")
    #expect(try run("lilt-export", [clean, "-o", table]).status == 65)
    #expect(!FileManager.default.fileExists(atPath: table))
    let unknown = try run("lilt-export", [clean, "-o", "features.xls"])
    #expect(unknown.status == 64 && unknown.errors.contains("FILE.onnx, FILE.safetensors, FILE.csv"), "\(unknown)")
  }

  @Test func `is made beside the report where a recipe asks for it`() throws {
    let house = try House(recipes: [
      "tiny": House.tiny.replacingOccurrences(of: "evaluate:", with: "csv: true,\n  evaluate:")
    ])
    try house.built("tiny")
    let lines = String(decoding: try house.bytes("tiny/features.csv"), as: UTF8.self).split(separator: "\n")
    #expect(lines.count == 2 * 24 + 1 && lines[0].hasSuffix("zcr_mean,zcr_std,rms_mean,rms_std"), "\(lines[0])")
    #expect(try house.built("tiny").errors.contains("lilt-export") == false)
  }
}
