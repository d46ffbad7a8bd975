import Networks
import Records
import Store
import TestSupport
import Testing

@testable import Models

/// Shares of labels in a features file.
@Suite struct SoftLabelTests {
  private let shares: [[Float]] = [[0.5, 0, 0.5], [0, 1, 0], [0.25, 0, 0.75], [1, 0, 0]]

  private func table(_ scratch: Scratch, _ shares: [[Float]]?, named name: String) throws -> FeatureTable {
    try SampleFeatures(rows: 4, shape: [3]).write(to: scratch.file(name), shares: shares)
    return try FeatureTable(scratch.file(name))
  }

  @Test func `reach data sets under the rows' own numbers`() throws {
    let scratch = Scratch()
    let soft = try table(scratch, shares, named: "soft.h5")
    #expect(try soft.dataset(of: [2, 0]).shares == [shares[2], shares[0]])
    #expect(
      try LoadedRows([0, 2, 3], of: soft, scratch: scratch.path).dataset(of: [3, 2]).shares == [shares[3], shares[2]])
    #expect(try table(scratch, nil, named: "hard.h5").dataset(of: [0, 1]).shares == nil)
  }

  @Test func `make another fold of the same rows`() throws {
    let scratch = Scratch()
    let keys = FoldKey(Revision("train", 1), settings: "{}")
    let fold = FoldSides(name: "fold0", train: [0, 1], validation: [2], test: [3])
    func key(_ shares: [[Float]]?, _ name: String) throws -> String {
      keys.key(of: fold, in: try table(scratch, shares, named: name))
    }
    var others = shares
    others[3] = [0.5, 0.5, 0]
    let own = try key(shares, "a.h5")
    #expect(try key(others, "b.h5") == own)
    others[2] = [0.5, 0, 0.5]
    #expect(try key(others, "c.h5") != own)
    #expect(try key(nil, "d.h5") != own)
  }
}
