import Foundation
import TestSupport
import Testing

@testable import HDF5

/// What the C library writes, our reader reads: every way in which Lilt's files keep objects, at sizes where the way
/// changes.
@Suite struct FileReaderTests {
  let scratch = Scratch()

  /// Writes a file by the C library and opens it by ours.
  private func file(_ name: String, _ write: (borrowing HDF5File) throws -> Void) throws -> FileReader {
    let made = try HDF5File.create(scratch.file(name))
    try write(made)
    try made.close()
    return try FileReader(scratch.file(name))
  }

  private func object(_ path: String, in reader: FileReader) throws -> StoredObject {
    var object = try reader.object(at: reader.root, path: "/")
    for name in path.split(separator: "/") {
      guard case .group(let links) = object.kind else { throw Flaw("\(object.path) is no group") }
      let link = try #require(links.first { $0.name == name })
      object = try reader.object(at: link.address, path: (object.path == "/" ? "" : object.path) + "/" + name)
    }
    return object
  }

  private func dataset(_ path: String, in reader: FileReader) throws -> StoredDataset {
    guard case .dataset(let dataset) = try object(path, in: reader).kind else { throw Flaw("\(path) is no dataset") }
    return dataset
  }

  @Test func `numbers of every type come back as they were`() throws {
    func roundTrip<T: Element & Equatable>(_ values: [T]) throws {
      let reader = try file("\(T.elementType).h5") { file in
        let layout = ChunkLayout(chunk: [2], maximum: [nil], compressed: true)
        let made = try file.makeDataset("/x", T.elementType, shape: [values.count], layout: layout)
        try made.attributes.write("copy", values)
        try made.write(values)
        try made.close()
      }
      let read = try dataset("/x", in: reader)
      #expect(read.type == T.elementType && read.shape == [values.count])
      #expect(try read.read(T.self) == values)
      #expect(try object("/x", in: FileReader(reader.path)).attributes.numbers("copy", as: T.self) == values)
    }
    try roundTrip([1.5, -0.0, .infinity] as [Float])
    try roundTrip([1e300, -.pi, 0] as [Double])
    try roundTrip([.min, -1, .max] as [Int8])
    try roundTrip([.min, -1, .max] as [Int16])
    try roundTrip([.min, -1, .max] as [Int32])
    try roundTrip([.min, -1, .max] as [Int64])
    try roundTrip([0, 1, .max] as [UInt8])
    try roundTrip([0, 1, .max] as [UInt16])
    try roundTrip([0, 1, .max] as [UInt32])
    try roundTrip([0, 1, .max] as [UInt64])
  }

  @Test func `texts come back as they were`() throws {
    let texts = ["", "a", "fröhlich", "悲しい", String(repeating: "long ", count: 3000), ""]
    let reader = try file("texts.h5") { file in
      let made = try file.makeDataset("/x", .text, shape: [0], layout: ChunkLayout(chunk: [2], maximum: [nil]))
      try made.append(texts: texts)
      try made.attributes.write("pairs", texts: Array(texts[..<4]), shape: [2, 2])
      try made.attributes.write("none", texts: [], shape: [0, 2])
      try made.close()
      let scalar = try file.makeScalar("/y", .text)
      try scalar.write(texts: ["one"])
      try scalar.close()
    }
    #expect(try dataset("/x", in: reader).readTexts() == texts)
    let again = try FileReader(reader.path)
    let attributes = try object("/x", in: again).attributes
    #expect(attributes.names == ["none", "pairs"])
    #expect(try attributes.texts("pairs") == Array(texts[..<4]) && attributes["pairs"]?.shape == [2, 2])
    #expect(try attributes.texts("none").isEmpty && attributes["none"]?.shape == [0, 2])
    #expect(throws: HDF5Error.self) { try attributes.numbers("pairs", as: Float.self) }
    #expect(throws: HDF5Error.self) { try attributes.texts("absent") }
    let scalar = try dataset("/y", in: FileReader(reader.path))
    #expect(try scalar.readTexts() == ["one"] && scalar.shape == [])
  }

  // Where HDF5 goes from the index block of its growing arrays to data blocks, lists of these, and pages.
  @Test(arguments: [1, 4, 5, 20, 21, 53, 116, 245, 1000, 5000, 20_000])
  func `any number of chunks that may grow is found`(count: Int) throws {
    try chunks(count, maximum: nil)
  }

  // Where HDF5 goes from one chunk to a fixed array, and to pages of it.
  @Test(arguments: [1, 2, 1024, 1025, 2048, 5000])
  func `any number of chunks that are fixed is found`(count: Int) throws { try chunks(count, maximum: 2 * count) }

  private func chunks(_ count: Int, maximum: Int?) throws {
    for compressed in [false, true] {
      let values = (0..<2 * count).map { Int32(truncatingIfNeeded: $0 &* 2_654_435_761) }
      let reader = try file("chunks-\(compressed).h5") { file in
        let layout = ChunkLayout(chunk: [2], maximum: [maximum], compressed: compressed)
        let made = try file.makeDataset("/x", .int32, shape: [2 * count], layout: layout)
        try made.write(values)
        try made.close()
        // Without a checksum chunks pass no filter, and the index holds addresses alone.
        let plain = ChunkLayout(chunk: [1], maximum: [maximum.map { $0 / 2 }])
        let texts = try file.makeDataset("/y", .text, shape: [count], layout: plain)
        try texts.write(texts: (0..<count).map(String.init))
        try texts.close()
      }
      let read = try dataset("/x", in: reader)
      #expect(try read.stored().chunks == count)
      #expect(try read.read(Int32.self) == values)
      let middle = count / 2..<count + count / 2
      #expect(try read.read(Int32.self, rows: middle) == Array(values[middle]))
      let texts = try dataset("/y", in: FileReader(reader.path))
      #expect(try texts.readTexts() == (0..<count).map(String.init))
    }
  }

  @Test func `rows are cut out of chunks of every shape`() throws {
    var chance = SystemRandomNumberGenerator()
    for number in 0..<40 {
      let rank = 1 + number % 3
      let shape = (0..<rank).map { _ in Int.random(in: 1...9, using: &chance) }
      let chunk = shape.map { min($0, Int.random(in: 1...5, using: &chance)) }
      let values = (0..<shape.reduce(1, *)).map { Float($0) }
      let reader = try file("box-\(number).h5") { file in
        let first: [Int?] = [number % 2 == 0 ? nil : shape[0]]
        let layout = ChunkLayout(chunk: chunk, maximum: first + shape.dropFirst().map { $0 })
        let made = try file.makeDataset("/x", .float32, shape: shape, layout: layout)
        try made.write(values)
        try made.close()
      }
      let read = try dataset("/x", in: reader)
      #expect(try read.read(Float.self) == values, "\(shape) \(chunk)")
      let size = values.count / shape[0]
      for start in 0..<shape[0] {
        let rows = start..<Int.random(in: start...shape[0], using: &chance)
        let part = Array(values[rows.lowerBound * size..<rows.upperBound * size])
        #expect(try read.read(Float.self, rows: rows) == part, "\(shape) \(chunk) \(rows)")
      }
      #expect(throws: HDF5Error.self) { try read.read(Float.self, rows: 0..<shape[0] + 1) }
    }
  }

  // Links go from the header to a heap and a tree at 65, and the tree grows; attributes at 9.
  @Test(arguments: [0, 1, 64, 65, 200, 3000])
  func `any number of links and attributes is found`(count: Int) throws {
    let names = (0..<count).map { "name\($0)" }
    let reader = try file("many.h5") { file in
      let root = try file.root()
      for (index, name) in names.enumerated() {
        try file.makeGroup("/" + name).close()
        if index < 1000 { try root.attributes.write(name, Int64(index)) }
      }
      try root.close()
    }
    let root = try reader.object(at: reader.root, path: "/")
    guard case .group(let links) = root.kind else { throw Flaw("no group") }
    #expect(links.map(\.name) == names.sorted() && links.allSatisfy { $0.kind == .hard })
    #expect(root.attributes.names == names.prefix(1000).sorted())
    for (index, name) in names.prefix(1000).enumerated() {
      #expect(try root.attributes.numbers(name, as: Int64.self) == [Int64(index)])
    }
    for link in links { _ = try reader.object(at: link.address, path: "/" + link.name) }
    try reader.checkParts()
  }

  // Above 4 KiB an attribute lies in the file by itself once there are many; above 64 KiB always.
  @Test(arguments: [10, 600, 9000])
  func `attributes of any size are found`(count: Int) throws {
    let values = (0..<count).map { Double($0) }
    let texts = (0..<count).map { "text \($0)" }
    let reader = try file("large.h5") { file in
      let root = try file.root()
      for index in 0..<10 { try root.attributes.write("numbers\(index)", values.map { $0 + Double(index) }) }
      try root.attributes.write("texts", texts: texts)
      try root.close()
    }
    let root = try reader.object(at: reader.root, path: "/")
    for index in 0..<10 { #expect(try root.attributes.numbers("numbers\(index)") == values.map { $0 + Double(index) }) }
    #expect(try root.attributes.texts("texts") == texts)
    try reader.checkParts()
  }

  @Test func `the checksum of metadata is Jenkins's`() {
    // The driver in lookup3.c prints these.
    #expect(Lookup3.checksum([UInt8]()) == 0xDEAD_BEEF)
    #expect(Lookup3.checksum(Array("Four score and seven years ago".utf8)) == 0x1777_0551)
  }

  @Test func `what is no file of this format is refused in a few words`() throws {
    let letters: [UInt8] = [0x89, 0x48, 0x44, 0x46, 0x0D, 0x0A, 0x1A, 0x0A]
    for (bytes, cause) in [
      ([], "it is not an HDF5 file"), (Array("not HDF5".utf8), "it is not an HDF5 file"),
      (letters + [0], "it is in an older form of HDF5 (superblock 0)"),
      (letters + [3], "its superblock lies outside the file"),
      (
        [UInt8](repeating: 0, count: 512) + letters + [UInt8](repeating: 0, count: 99),
        "it begins with bytes that are not HDF5's"
      ),
    ] as [([UInt8], String)] {
      try scratch.write("no.h5", Data(bytes))
      do {
        _ = try FileReader(scratch.file("no.h5"))
        Issue.record("\(bytes) were opened")
      } catch let error as HDF5Error {
        #expect(error.cause.hasPrefix(cause) && error.object == scratch.file("no.h5"))
      }
    }
    #expect(throws: HDF5Error.self) { try FileReader(scratch.file("absent.h5")) }
    #expect(throws: HDF5Error.self) { try FileReader(scratch.path) }
  }
}
