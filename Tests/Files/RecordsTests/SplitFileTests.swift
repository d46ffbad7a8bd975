import Store
import TestSupport
import Testing

@testable import Records

@Suite struct SplitFileTests {
  private func row(_ index: Int) -> Row {
    Row(
      id: "row\(index)", parent: "", variant: "", corpus: "", speaker: "", sex: "", emotion: "", label: "", key: "",
      sound: "")
  }

  private func write(_ sides: [[String: [Int64]]], to path: String, rows: Int) throws {
    let output = try OutputFile(
      path, schema: .split, tool: Tool(name: "test", version: "1"), settings: "{}", inputs: [])
    try output.write(
      (0..<rows).map(row))
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
    let folds = try SplitFile(scratch.file("split.h5")).folds(of: "honest")
    #expect(folds.map(\.train) == (0..<11).map { [$0] })
    #expect(folds[10].name == "fold10" && folds[10].validation.isEmpty && folds[10].test == [11])
    #expect {
      _ = try SplitFile(scratch.file("split.h5")).folds(of: "published")
    } throws: {
      "\($0)".contains("'honest'")
    }
  }

  @Test func `a split of other rows is refused`() throws {
    let scratch = Scratch()
    try write([["train": [0], "test": [1]]], to: scratch.file("split.h5"), rows: 9)
    let nine = (0..<9).map(row), eight = (0..<8).map(row)
    #expect(try SplitFile(scratch.file("split.h5")).folds(of: "honest", matching: nine).count == 1)
    #expect(throws: RecordError.self) {
      try SplitFile(scratch.file("split.h5")).folds(of: "honest", matching: eight)
    }
  }
}
