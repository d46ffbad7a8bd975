import HDF5
import TestSupport
import Testing

@Suite struct ChunkTests {
  let scratch = Scratch()

  /// Numbers with structure, so that deflate has something to do.
  static func values(_ count: Int) -> [Float] { (0..<count).map { Float($0 % 251) / 8 - Float($0 / 100) } }

  /// What HDF5's own filters make of a chunk.
  func stored<T: Element>(_ values: [T], compressed: Bool) throws -> EncodedChunk {
    let file = try HDF5File.create(scratch.file("own-\(T.elementType)-\(values.count)-\(compressed).h5"))
    let layout = ChunkLayout(chunk: [values.count], maximum: [nil], compressed: compressed)
    let dataset = try file.makeDataset("/x", T.elementType, shape: [values.count], layout: layout)
    try dataset.write(values)
    try file.flush()
    let (bytes, mask) = try dataset.readChunk(at: [0], limit: 1 << 24)
    return EncodedChunk(bytes: bytes, mask: mask)
  }

  @Test(arguments: [1, 2, 3, 15, 16, 17, 31, 4095, 4096, 4097, 20_011])
  func `our checksum is HDF5's`(count: Int) throws {
    for values in [
      Self.values(count), [Float](repeating: 0, count: count), [Float](repeating: -.infinity, count: count),
    ] {
      let codec = ChunkCodec(elementSize: 4, chunkSize: 4 * count, compressed: false)
      #expect(try values.withUnsafeBufferPointer { codec.encode($0) } == stored(values, compressed: false))
    }
  }

  @Test(arguments: [1, 2, 3, 7, 255, 4097, 70_001])
  func `the checksum of an odd number of bytes is HDF5's`(count: Int) throws {
    for values in [(0..<count).map { UInt8(truncatingIfNeeded: $0 * 7) }, [UInt8](repeating: 255, count: count)] {
      let codec = ChunkCodec(elementSize: 1, chunkSize: count, compressed: false)
      #expect(try values.withUnsafeBufferPointer { codec.encode($0) } == stored(values, compressed: false))
    }
  }

  @Test func `the checksum is Fletcher's sum`() {
    // Words 0x0102 0x0304: low 0x0406, high 0x0102 + 0x0406.
    #expect([1, 2, 3, 4].withUnsafeBytesOfBytes(Fletcher32.checksum) == 0x0508_0406)
    // A sum of 65535 is written as that, unless all words are zero.
    #expect([0xFF, 0xFF].withUnsafeBytesOfBytes(Fletcher32.checksum) == 0xFFFF_FFFF)
    #expect([0, 0].withUnsafeBytesOfBytes(Fletcher32.checksum) == 0)
  }

  @Test func `chunks that HDF5 filtered are decoded`() throws {
    func check<T: Element & Equatable>(_ values: [T]) throws {
      let chunk = try stored(values, compressed: true)
      let size = MemoryLayout<T>.size
      let codec = ChunkCodec(elementSize: size, chunkSize: size * values.count, compressed: true)
      var decoded = values.map { _ in values[0] }
      let isDecoded = decoded.withUnsafeMutableBytes { codec.decode(chunk, into: $0) }
      #expect(isDecoded && decoded == values)
    }
    try check(Self.values(5000))
    try check(Self.values(5000).map(Double.init))
    try check((0..<5000).map { Int64($0 * $0) })
    try check((0..<5000).map { UInt8(truncatingIfNeeded: $0 / 9) })
    try check((0..<5000).map { Int16(truncatingIfNeeded: $0 / 9) })
  }

  @Test func `chunks that we filtered are read by HDF5`() throws {
    let rows = (0..<3).map { row in (0..<4000).map { row == 1 ? Self.noise($0) : Float($0 * (row + 1)) } }
    let file = try HDF5File.create(scratch.file("ours.h5"))
    let layout = ChunkLayout(chunk: [1, 4000], maximum: [nil, 4000], compressed: true)
    let dataset = try file.makeDataset("/x", .float32, shape: [3, 4000], layout: layout)
    let codec = ChunkCodec(elementSize: 4, chunkSize: 16_000, compressed: true)
    for (index, row) in rows.enumerated() {
      let chunk = row.withUnsafeBufferPointer { codec.encode($0) }
      // Noise is not worth deflating.
      #expect(chunk.mask == (index == 1 ? 0b011 : 0))
      try chunk.bytes.withUnsafeBytes { try dataset.writeChunk($0, mask: chunk.mask, at: [index, 0]) }
    }
    try dataset.close()
    try file.close()
    let read = try HDF5File.open(scratch.file("ours.h5"))
    #expect(try read.openDataset("/x").read(Float.self) == rows.flatMap { $0 })
    #expect(try read.openDataset("/x").storedChunkCount() == 3)
    #expect(try read.openDataset("/x").storage().filters == [2, 1, 3])
  }

  @Test func `a damaged chunk is not decoded`() {
    let values = Self.values(1000)
    for compressed in [false, true] {
      let codec = ChunkCodec(elementSize: 4, chunkSize: 4000, compressed: compressed)
      let chunk = values.withUnsafeBufferPointer { codec.encode($0) }
      var memory = [Float](repeating: 0, count: 1000)
      func isDecoded(_ chunk: EncodedChunk) -> Bool { memory.withUnsafeMutableBytes { codec.decode(chunk, into: $0) } }
      #expect(isDecoded(chunk))
      for bit in stride(from: 0, to: chunk.bytes.count * 8, by: 61) {
        var bytes = chunk.bytes
        bytes[bit / 8] ^= 1 << UInt8(bit % 8)
        #expect(!isDecoded(EncodedChunk(bytes: bytes, mask: chunk.mask)))
      }
      for mask in UInt32(1)..<16 where mask != chunk.mask {
        // Without its filters a chunk has another size, or is no chunk of this dataset.
        if mask != 0b001 || compressed {
          #expect(!isDecoded(EncodedChunk(bytes: Array(chunk.bytes.dropLast()), mask: mask)))
        }
      }
      #expect(!isDecoded(EncodedChunk(bytes: [], mask: 0)))
    }
  }

  static func noise(_ index: Int) -> Float {
    var x = UInt32(truncatingIfNeeded: index) &* 0x9E37_79B9
    x ^= x >> 15
    x &*= 0x85EB_CA6B
    x ^= x >> 13
    x &*= 0xC2B2_AE35
    return Float(bitPattern: x & 0xBFFF_FFFF)
  }
}

extension [UInt8] {
  func withUnsafeBytesOfBytes(_ body: (UnsafeRawBufferPointer) -> UInt32) -> UInt32 { withUnsafeBytes(body) }
}
