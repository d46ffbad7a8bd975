import Networks
import Store
import System
import TestSupport
import Testing

@testable import Models

@Suite struct FeatureRowsTests {
  @Test(arguments: [0, 1 << 17, 1 << 30], [false, true])
  func `rows equal rows as they were written, however little memory may hold`(budget: Int, spools: Bool) throws {
    let scratch = Scratch()
    let sample = SampleFeatures(rows: 100, shape: [64, 33])
    try sample.write(to: scratch.file("features.h5"))
    let table = try FeatureTable(
      scratch.file("features.h5"), budget: budget, scratch: spools ? scratch.path : nil)
    let selection = [99, 0, 57, 3, 98, 1]
    let data = try table.dataset(of: selection)
    for _ in 0..<2 {
      var found = [Float](repeating: -1, count: 3 * 64 * 33)
      try found.withUnsafeMutableBufferPointer { try data.rows.read([1, 4, 0], into: $0) }
      #expect(found == Array(sample.row(0)) + Array(sample.row(98)) + Array(sample.row(99)))
    }
    #expect(data.labels == selection.map { $0 % 3 })
    #expect(data.clips[2] == "clip57" && data.speakers[2] == "toy-1" && data.corpora[2] == "toy")
  }

  @Test func `where rows have a spool, no block is decoded twice, in whatever order they come`() throws {
    let scratch = Scratch()
    let path = scratch.file("features.h5")
    try SampleFeatures(rows: 200, shape: [64, 33]).write(to: path)
    let reader = try InputFile.open(path, expecting: .features).tensor()
    let blockBytes = reader.layout.rowsPerChunk * reader.layout.rowSize * 4
    let tensor = CachedTensor(reader, budget: 2 * blockBytes, scratch: scratch.path)
    var row = [Float](repeating: 0, count: reader.layout.rowSize)
    for step in 0..<1000 { try row.withUnsafeMutableBufferPointer { try tensor.copy(row: step * 77 % 200, to: $0) } }
    #expect(reader.blockCount > 4 && tensor.decodedBlocks == reader.blockCount)
    // The spool has no name, so that nothing is left of it whatever becomes of the process.
    #expect(listing(of: scratch.path) == ["features.h5"])
  }

  @Test func `a disk that takes no spool costs time and nothing else`() throws {
    let scratch = Scratch()
    let sample = SampleFeatures(rows: 100, shape: [64, 33])
    try sample.write(to: scratch.file("features.h5"))
    let table = try FeatureTable(scratch.file("features.h5"), budget: 0, scratch: "/proc")
    let data = try table.dataset(of: Array(0..<100))
    var found = [Float](repeating: -1, count: 64 * 33)
    for row in [99, 3, 99] {
      try found.withUnsafeMutableBufferPointer { try data.rows.read([row], into: $0) }
      #expect(found == Array(sample.row(row)))
    }
  }

  @Test(arguments: [1, 1 << 30])
  func `loaded rows are the table's, for several threads at once`(budget: Int) throws {
    let scratch = Scratch()
    let sample = SampleFeatures(rows: 100, shape: [64, 33])
    try sample.write(to: scratch.file("features.h5"))
    let loaded = try LoadedRows(
      [3, 50, 98], of: FeatureTable(scratch.file("features.h5")), scratch: scratch.path, budget: budget)
    try parallelMap(
      count: 20, jobs: 4, worker: { () }, produce: { $0 },
      compute: { _, _ in
        let data = try loaded.dataset(of: [98, 3])
        var found = [Float](repeating: -1, count: 2 * 64 * 33)
        try found.withUnsafeMutableBufferPointer { try data.rows.read([0, 1], into: $0) }
        return found
      }, consume: { #expect($1 == Array(sample.row(98)) + Array(sample.row(3))) })
    #expect(throws: ModelError.self) { try loaded.dataset(of: [4]) }
  }

  @Test func `a data set may be kept from knowing who speaks`() throws {
    let scratch = Scratch()
    try SampleFeatures(rows: 4, shape: [3]).write(to: scratch.file("features.h5"))
    let table = try FeatureTable(scratch.file("features.h5"))
    #expect(try table.dataset(of: [0, 1], knowingSpeakers: false).speakers == ["", ""])
    #expect(try table.dataset(of: [0, 1]).speakers == ["toy-0", "toy-1"])
  }

  @Test func `a row that the file does not have is refused by name`() throws {
    let scratch = Scratch()
    try SampleFeatures(rows: 4, shape: [3]).write(to: scratch.file("features.h5"))
    let table = try FeatureTable(scratch.file("features.h5"))
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
