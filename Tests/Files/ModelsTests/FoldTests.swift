import Determinism
import Store
import TestSupport
import Testing

@testable import Models

@Suite struct FoldTests {
  private func write(_ sides: [[String: [Int64]]], to path: String, rows: Int) throws {
    let output = try OutputFile(path, schema: .split, tool: SampleFeatures.tool, settings: "{}", inputs: [])
    try output.write(
      (0..<rows).map { index in
        Row(
          id: "row\(index)", parent: "", variant: "", corpus: "", speaker: "", sex: "", emotion: "", label: "", key: "",
          sound: "")
      })
    for (number, fold) in sides.enumerated() {
      for (side, indices) in fold.sorted(by: { $0.key < $1.key }) {
        try output.write("/splits/honest/fold\(number)/\(side)", indices)
      }
    }
    try output.makeGroup("/splits/honest/proof")
    try output.commit()
  }

  @Test func `folds come in the order of their numbers, sides may be missing`() throws {
    let scratch = Scratch()
    try write(
      (0..<11).map { ["train": [Int64($0)], "test": [11]] }, to: scratch.file("split.h5"), rows: 12)
    let folds = try FoldSides.read("honest", from: scratch.file("split.h5"))
    #expect(folds.map(\.train) == (0..<11).map { [$0] })
    #expect(folds[10].name == "fold10" && folds[10].validation.isEmpty && folds[10].test == [11])
    #expect {
      _ = try FoldSides.read("published", from: scratch.file("split.h5"))
    } throws: {
      "\($0)".contains("'honest'")
    }
  }

  @Test func `a split of other rows is refused`() throws {
    let scratch = Scratch()
    try write([["train": [0], "test": [1]]], to: scratch.file("split.h5"), rows: 9)
    try SampleFeatures(rows: 9, shape: [3]).write(to: scratch.file("nine.h5"))
    try SampleFeatures(rows: 8, shape: [3]).write(to: scratch.file("eight.h5"))
    let nine = try FeatureTable(scratch.file("nine.h5")), eight = try FeatureTable(scratch.file("eight.h5"))
    #expect(try FoldSides.read("honest", from: scratch.file("split.h5"), matching: nine.rows).count == 1)
    #expect(throws: ModelError.self) {
      try FoldSides.read("honest", from: scratch.file("split.h5"), matching: eight.rows)
    }
  }

  @Test func `a fold's key changes with what it learns from, and with nothing else`() throws {
    let scratch = Scratch()
    try SampleFeatures(rows: 9, shape: [3]).write(to: scratch.file("features.h5"))
    let table = try FeatureTable(scratch.file("features.h5"))
    let keys = FoldKey(Revision("train", 1), settings: "{}")
    let fold = FoldSides(name: "fold0", train: [0, 1, 2], validation: [3], test: [4])
    let key = keys.key(of: fold, in: table)
    let otherTest = FoldSides(name: "fold0", train: [0, 1, 2], validation: [3], test: [5, 6])
    #expect(keys.key(of: otherTest, in: table) == key)
    let moved = FoldSides(name: "fold0", train: [0, 1], validation: [2, 3], test: [4])
    #expect(keys.key(of: moved, in: table) != key)
    let otherRevision = FoldKey(Revision("train", 2), settings: "{}")
    #expect(otherRevision.key(of: fold, in: table) != key)
    #expect(FoldKey(Revision("train", 1), settings: "{1}").key(of: fold, in: table) != key)
  }
}
