import Determinism
import Foundation
import Store
import TestSupport
import Testing

@Suite struct ReuseTests {
  let scratch = Scratch()
  // 40,000 elements a row: a block has one row of 160 kB. 500 elements: a block has 131 rows.
  static let wide = TensorWriter.Axes(
    features: (0..<200).map { "f\($0)" }, units: Array(repeating: "", count: 200), times: (0..<200).map { Double($0) })
  static let narrow = TensorWriter.Axes(
    features: (0..<500).map { "f\($0)" }, units: Array(repeating: "", count: 500))

  static func value(_ row: Int, _ index: Int) -> Float { Float(row * 31 + index % 97) }

  @Test func `sound is copied by key`() throws {
    try Sample.write(.clean, to: scratch.file("old.h5"))
    let old = try #require(PreviousOutput(scratch.file("old.h5"), schema: .clean))
    #expect(old.row(for: "k2") == 2)
    #expect(old.row(for: "elsewhere") == nil)
    #expect(old.sound(ofRow: 2) == (0..<52).map { Float($0 * 2) / 64 })
    #expect(old.tensorRow(2, shape: [2, 3]) == nil)
  }

  @Test func `whole blocks are copied as they are stored, in place only`() throws {
    try TensorTests.features(scratch.file("old.h5"), rows: 300, axes: Self.narrow, value: Self.value)
    let old = try #require(PreviousOutput(scratch.file("old.h5"), schema: .features))
    let layout = TensorLayout(rowShape: [500])
    #expect(layout.rowsPerChunk == 131)
    let first = try #require(old.tensorBlock(ofRows: Array(0..<131), layout: layout))
    #expect(first.lengths == (0..<131).map { $0 })
    #expect(first.block == layout.encode((0..<131).flatMap { row in (0..<500).map { Self.value(row, $0) } }))
    #expect(old.tensorBlock(ofRows: Array(262..<300), layout: layout) != nil)
    #expect(old.tensorBlock(ofRows: Array(262..<299), layout: layout) == nil)
    #expect(old.tensorBlock(ofRows: Array(1..<132), layout: layout) == nil)
    #expect(old.tensorBlock(ofRows: Array(0..<130) + [131], layout: layout) == nil)
    #expect(old.tensorBlock(ofRows: Array(0..<131), layout: TensorLayout(rowShape: [250])) == nil)
    #expect(old.tensorRow(150, shape: [500])?.values == (0..<500).map { Self.value(150, $0) })
    #expect(old.tensorRow(150, shape: [501]) == nil)
  }

  @Test func `a file with copied rows has the bytes of a computed one`() throws {
    try TensorTests.features(scratch.file("computed.h5"), rows: 9, axes: Self.wide, value: Self.value)
    try TensorTests.features(scratch.file("old.h5"), rows: 7, axes: Self.wide, value: Self.value)
    let old = try #require(PreviousOutput(scratch.file("old.h5"), schema: .features))
    let output = try OutputFile(
      scratch.file("copied.h5"), schema: .features, tool: Tool(name: "lilt-features", version: "0.1.0"), settings: "{}",
      inputs: [])
    let tensor = try output.tensor("/tensor", axes: Self.wide)
    for row in 0..<9 {
      if let index = old.row(for: "k\(row)"), let found = old.tensorBlock(ofRows: [index], layout: tensor.layout) {
        try tensor.append(block: found.block, lengths: found.lengths)
      } else {
        try tensor.append(row: (0..<40_000).map { Self.value(row, $0) }, length: Int64(row))
      }
    }
    try output.write((0..<9).map(Row.example))
    try output.write("/labels/names", texts: ["happy"])
    try output.write("/labels/y", [Int64](repeating: 0, count: 9))
    try output.commit()
    #expect(try Digest(ofFile: scratch.file("copied.h5")) == Digest(ofFile: scratch.file("computed.h5")))
  }

  @Test func `an earlier output that is of no use is not used`() throws {
    try Sample.write(.clean, to: scratch.file("old.h5"))
    #expect(PreviousOutput(scratch.file("old.h5"), schema: .augmented) == nil)
    #expect(PreviousOutput(scratch.file("absent.h5"), schema: .clean) == nil)
    var bytes = [UInt8](try scratch.bytes("old.h5"))
    bytes[200] ^= 1
    try scratch.write("damaged.h5", Data(bytes))
    #expect(PreviousOutput(scratch.file("damaged.h5"), schema: .clean) == nil)
  }

  @Test func `rows are found in any of the files beside the output`() throws {
    try Sample.write(.clean, to: scratch.file("old.h5"), rows: 2)
    try Sample.write(.clean, to: scratch.file("older.h5"), rows: 6)
    try Sample.write(.models, to: scratch.file("other.h5"))
    let earlier = EarlierOutputs(beside: scratch.file("new.h5"), schema: .clean)
    #expect(earlier.sound(for: "k1")?.count == 51)
    #expect(earlier.sound(for: "k5")?.count == 55)
    #expect(earlier.sound(for: "k6") == nil)
    #expect(earlier.text("/rows/speaker", for: "k5") == "r5")
    #expect(EarlierOutputs.open(beside: scratch.file("new.h5"), schema: .models).map(\.schema) == [.models])
  }

  @Test func `keys change with everything that a row depends on`() throws {
    let revision = Revision("clean", 1, libraries: ["soxr 0.1.3"])
    let keys = RowKey(revision, settings: #"{"rate":22050}"#)
    let key = keys.key(of: "input", "noise")
    #expect(key.count == 64)
    #expect(key == RowKey(revision, settings: #"{"rate":22050}"#).key(of: "input", "noise"))
    let others = [
      keys.key(of: "input"), keys.key(of: "input", "pitch"), keys.key(of: "inputnoise"),
      keys.key(of: "input", "no", "ise"),
      RowKey(revision, settings: "{}").key(of: "input", "noise"),
      RowKey(Revision("clean", 2, libraries: ["soxr 0.1.3"]), settings: #"{"rate":22050}"#).key(of: "input", "noise"),
      RowKey(Revision("clean", 1, libraries: ["soxr 0.1.4"]), settings: #"{"rate":22050}"#).key(of: "input", "noise"),
      RowKey(Revision("augment", 1, libraries: ["soxr 0.1.3"]), settings: #"{"rate":22050}"#).key(of: "input", "noise"),
    ]
    #expect(Set(others + [key]).count == 9)
  }
}
