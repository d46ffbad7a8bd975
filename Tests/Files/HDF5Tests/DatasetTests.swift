import HDF5
import TestSupport
import Testing

@Suite struct DatasetTests {
  let scratch = Scratch()

  @Test func `numbers of every type come back as they were`() throws {
    func roundTrip<T: Element & Equatable>(_ values: [T]) throws {
      let path = scratch.file("\(T.elementType).h5")
      let file = try HDF5File.create(path)
      let made = try file.makeDataset(
        "/x", T.elementType, shape: [values.count], layout: ChunkLayout(chunk: [2], maximum: [nil]))
      try made.write(values)
      try made.close()
      try file.close()
      let read = try HDF5File.open(path)
      let dataset = try read.openDataset("/x")
      #expect(dataset.type == T.elementType)
      #expect(try dataset.read(T.self) == values)
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
    let file = try HDF5File.create(scratch.file("texts.h5"))
    let made = try file.makeDataset("/x", .text, shape: [0], layout: ChunkLayout(chunk: [2], maximum: [nil]))
    try made.append(texts: texts[..<3])
    try made.append(texts: texts[3...])
    try made.close()
    let scalar = try file.makeScalar("/y", .text)
    try scalar.write(texts: ["one"])
    try scalar.close()
    try file.close()
    let read = try HDF5File.open(scratch.file("texts.h5"))
    #expect(try read.openDataset("/x").readTexts() == texts)
    #expect(try read.openDataset("/x").readTexts(block: .init(1..<3)) == ["a", "fröhlich"])
    #expect(try read.openDataset("/y").readTexts() == ["one"])
    #expect(try read.openDataset("/y").shape() == [])
  }

  @Test func `a text with a zero byte is refused rather than cut`() throws {
    let file = try HDF5File.create(scratch.file("zero.h5"))
    let made = try file.makeDataset("/x", .text, shape: [1], layout: ChunkLayout(chunk: [1], maximum: [nil]))
    #expect(throws: HDF5Error.self) { try made.write(texts: ["a\0b"]) }
  }

  @Test func `blocks are written and read where they belong`() throws {
    let file = try HDF5File.create(scratch.file("blocks.h5"))
    let dataset = try file.makeDataset(
      "/x", .int32, shape: [4, 5], layout: ChunkLayout(chunk: [2, 3], maximum: [nil, 5], compressed: true))
    try dataset.write([Int32](0..<20))
    try dataset.write([-1, -2, -3, -4] as [Int32], block: .init(start: [1, 2], count: [2, 2]))
    let expected: [Int32] = [0, 1, 2, 3, 4, 5, 6, -1, -2, 9, 10, 11, -3, -4, 14, 15, 16, 17, 18, 19]
    #expect(try dataset.read(Int32.self) == expected)
    #expect(try dataset.read(Int32.self, block: .init(start: [2, 1], count: [2, 3])) == [11, -3, -4, 16, 17, 18])
    try dataset.append([Int32](20..<30))
    #expect(try dataset.shape() == [6, 5])
    #expect(try dataset.read(Int32.self, block: .init(start: [5, 0], count: [1, 5])) == [25, 26, 27, 28, 29])
    #expect(throws: HDF5Error.self) { try dataset.append([1, 2, 3] as [Int32]) }
    #expect(throws: HDF5Error.self) { try dataset.read(Int32.self, block: .init(start: [5, 0], count: [2, 5])) }
    #expect(throws: HDF5Error.self) { try dataset.read(Float.self) }
  }

  @Test func `attributes hold numbers and texts of any shape`() throws {
    let file = try HDF5File.create(scratch.file("attributes.h5"))
    try file.makeGroup("/deep").close()
    let group = try file.makeGroup("/deep/er")
    try group.attributes.write("rate", 22050 as Int64)
    try group.attributes.write("mean", [0.5, 0.25] as [Double])
    try group.attributes.write("name", "Ängstlich")
    try group.attributes.write("pairs", texts: ["a", "b", "c", "d"], shape: [2, 2])
    try group.attributes.write("none", texts: [], shape: [0, 2])
    try group.close()
    try file.close()
    let read = try HDF5File.open(scratch.file("attributes.h5"))
    let again = try read.openGroup("/deep/er")
    #expect(try again.attributes.names() == ["mean", "name", "none", "pairs", "rate"])
    #expect(try again.attributes.read(Int64.self, "rate") == [22050])
    #expect(try again.attributes.read(Double.self, "mean") == [0.5, 0.25])
    #expect(try again.attributes.readTexts("name").texts == ["Ängstlich"])
    #expect(try again.attributes.readTexts("pairs") == (["a", "b", "c", "d"], [2, 2]))
    #expect(try again.attributes.readTexts("none") == ([], [0, 2]))
    #expect(try again.attributes.kind(of: "pairs")?.shape == [2, 2])
    #expect(try !again.attributes.contains("absent"))
    #expect(throws: HDF5Error.self) { try again.attributes.read(Float.self, "rate") }
  }

  @Test func `groups list their links in order`() throws {
    let file = try HDF5File.create(scratch.file("links.h5"))
    for name in ["b", "a", "c", "c/d"] { try file.makeGroup("/\(name)").close() }
    #expect(try file.root().links().map(\.name) == ["a", "b", "c"])
    #expect(try file.root().links().allSatisfy { $0.kind == .hard })
    #expect(throws: HDF5Error.self) { try file.root().links(atMost: 2) }
  }

  @Test func `errors name the object and the cause`() throws {
    let file = try HDF5File.create(scratch.file("errors.h5"))
    do {
      _ = try file.openDataset("/absent")
      Issue.record("an absent dataset was opened")
    } catch {
      #expect("\(error)" == "cannot open '/absent': object 'absent' doesn't exist (H5Dopen)")
    }
    do {
      _ = try HDF5File.open(scratch.file("absent.h5"))
      Issue.record("an absent file was opened")
    } catch let error as HDF5Error {
      #expect(error.cause == "No such file or directory")
    }
    #expect(throws: HDF5Error.self) { _ = try HDF5File.create("/proc/absent/x.h5") }
  }

  @Test func `a file says when its objects are still open`() throws {
    let file = try HDF5File.create(scratch.file("open.h5"))
    let group = try file.makeGroup("/a")
    do {
      try file.close()
      Issue.record("the file was closed under its group")
    } catch {
      #expect("\(error)".contains("1 of its objects are still open"))
    }
    try group.close()
  }

  @Test func `axes carry their scales`() throws {
    let file = try HDF5File.create(scratch.file("scales.h5"))
    let x = try file.makeDataset(
      "/x", .float32, shape: [2, 3], layout: ChunkLayout(chunk: [2, 3], maximum: [nil, 3]))
    let names = try file.makeDataset("/feature", .text, shape: [3], layout: ChunkLayout(chunk: [3], maximum: [nil]))
    try names.write(texts: ["a", "b", "c"])
    try names.becomeScale(named: "feature")
    try x.attach(names, axis: 1)
    #expect(try x.attributes.names() == ["DIMENSION_LIST"])
    #expect(try names.attributes.names() == ["CLASS", "NAME", "REFERENCE_LIST"])
  }
}
