import HDF5
import Testing

@Suite struct DatasetTests {
  let scratch = Scratch()

  @Test func `numbers of every type come back as they were`() throws {
    let path = scratch.path("numbers.h5")
    func roundTrip<T: Element & Equatable>(_ values: [T]) throws {
      let file = try File.create(path)
      let made = try file.makeDataset(
        "/x", T.elementType, shape: [values.count], layout: Layout(chunk: [2], maximum: [nil]))
      try made.write(values)
      try made.close()
      try file.close()
      let read = try File.open(path)
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
}
