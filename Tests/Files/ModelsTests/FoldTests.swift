import Determinism
import Records
import Store
import TestSupport
import Testing

@testable import Models

@Suite struct FoldTests {
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
