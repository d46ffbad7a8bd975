import Determinism
import Foundation
import Glibc
import HDF5
import Settings
import Store
import TestSupport
import Testing

@Suite struct InspectionTests {
  let scratch = Scratch()

  @Test(arguments: Schema.all)
  func `a whole file verifies`(schema: Schema) throws {
    try Sample.write(schema, to: scratch.file("whole.h5"))
    #expect(try InputFile(scratch.file("whole.h5"), expecting: [schema]).verify().isEmpty)
  }

  @Test func `damage in a value is found by name`() throws {
    try Sample.write(.clean, to: scratch.file("whole.h5"))
    var bytes = [UInt8](try scratch.bytes("whole.h5"))
    // The sound's one chunk holds the numbers of row 1 and on: 0, 1/64, 2/64 …
    let pattern = [Float](arrayLiteral: 1 / 64, 2 / 64, 3 / 64).withUnsafeBytes { Array($0) }
    let place = try #require(bytes.indices.first { bytes[$0...].starts(with: pattern) })
    bytes[place] ^= 4
    try scratch.write("damaged.h5", Data(bytes))
    let problems = try InputFile(scratch.file("damaged.h5"), expecting: [.clean]).verify()
    #expect(problems.count == 1)
    #expect("\(problems[0])".contains("/audio/values"))
  }

  @Test func `a summary counts rows and tells how values are stored`() throws {
    try Sample.write(.split, to: scratch.file("split.h5"))
    let summary = try InputFile(scratch.file("split.h5"), expecting: [.split]).summary()
    #expect(summary.tool == Tool(name: "lilt-test", version: "0.1.0"))
    #expect(summary.inputs == [Input(name: "in.h5", sha256: String(repeating: "5", count: 64))])
    let label = try #require(summary.counts.first { $0.column == "label" })
    #expect(label.values.count == 1 && label.values[0] == ("happy", 4))
    #expect(summary.folds.map(\.name) == ["honest/fold0"])
    #expect(summary.folds[0].sides.map(\.rows) == [3, 1])
    let train = try #require(summary.datasets.first { $0.path == "/splits/honest/fold0/train" })
    #expect(train.shape == [3] && train.type == .int64 && train.filters == ["shuffle", "deflate", "fletcher32"])
    #expect(summary.text.contains("honest/fold0  train 3, test 1\n"))
    let json = try JSON(parsing: Array(summary.json.canonical.utf8))
    #expect(json == summary.json)
  }

  @Test func `a row is followed back through the store's folders`() throws {
    for folder in ["clean", "features"] { mkdir(scratch.file(folder), 0o755) }
    defer {
      for folder in ["clean", "features"] {
        unlink(scratch.file("\(folder)/a.h5"))
        rmdir(scratch.file(folder))
      }
    }
    let clean = scratch.file("clean/a.h5")
    try Sample.write(.clean, to: clean)
    try Sample.write(.features, to: scratch.file("features/a.h5"), inputs: [try Input(file: clean)])
    let story = try InputFile(scratch.file("features/a.h5"), expecting: [.features]).story(ofRow: "clip2")
    #expect(story.chapters.map { $0.tool != nil } == [true, true, false])
    #expect(story.chapters[0].facts.contains { $0.name == "tensor shape" && $0.value == "2 × 3" })
    #expect(story.chapters[1].facts.contains { $0.name == "sound length" && $0.value.hasPrefix("52 samples") })
    #expect(story.chapters[2].file == "in.h5")
    #expect(throws: StoreError.self) {
      try InputFile(clean, expecting: [.clean]).story(ofRow: "clip9")
    }
  }

  @Test func `control characters of a file do not reach the terminal`() throws {
    let path = scratch.file("models.h5")
    let output = try OutputFile(
      path, schema: .models, tool: Tool(name: "\u{1B}[2J", version: "\u{9B}31m"), settings: "{}", inputs: [])
    try output.write("/models/fold", texts: ["a"])
    try output.write("/models/name", texts: ["a"])
    try output.write("/models/sha256", texts: ["b"])
    try output.commit()
    let text = try InputFile(path, expecting: [.models]).summary().text
    #expect(!text.unicodeScalars.contains { $0.properties.generalCategory == .control && $0 != "\n" })
  }
}
