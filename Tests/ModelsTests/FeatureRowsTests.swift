import Store
import Testing

@testable import Models

@Suite struct FeatureRowsTests {
  @Test(arguments: [0, 1 << 30])
  func `rows through the cache equal rows as they were written, however little it may hold`(budget: Int) throws {
    let scratch = Scratch()
    let sample = SampleFeatures(rows: 100, shape: [64, 33])
    try sample.write(to: scratch.path("features.h5"))
    let table = try FeatureTable(scratch.path("features.h5"), budget: budget)
    let selection = [99, 0, 57, 3, 98, 1]
    let data = try table.dataset(of: selection)
    var found = [Float](repeating: -1, count: 3 * 64 * 33)
    try found.withUnsafeMutableBufferPointer { try data.rows.read([1, 4, 0], into: $0) }
    #expect(found == Array(sample.row(0)) + Array(sample.row(98)) + Array(sample.row(99)))
    #expect(data.labels == selection.map { $0 % 3 })
    #expect(data.clips[2] == "clip57" && data.speakers[2] == "toy-1" && data.corpora[2] == "toy")
  }

  @Test func `a row that the file does not have is refused by name`() throws {
    let scratch = Scratch()
    try SampleFeatures(rows: 4, shape: [3]).write(to: scratch.path("features.h5"))
    let table = try FeatureTable(scratch.path("features.h5"))
    #expect(throws: ModelError.self) { try table.dataset(of: [0, 4]) }
  }

  @Test func `the least recently used block leaves the cache first`() throws {
    var cache = BlockCache(capacity: 2)
    var loads: [Int] = []
    for block in [1, 2, 1, 3, 1, 2] {
      try cache.with(
        block,
        load: {
          loads.append($0); return [Float($0)]
        }
      ) { #expect($0[0] == Float(block)) }
    }
    #expect(loads == [1, 2, 3, 2])
  }
}
