internal import CDeflate

/// One chunk as it lies in the file: after shuffle, deflate and checksum.
public struct EncodedChunk: Sendable, Equatable {
  /// The bytes, checksum last.
  public let bytes: [UInt8]
  /// Bit i is set where the i-th filter of the dataset was left out.
  public let mask: UInt32

  /// A chunk as it was read from a file.
  public init(bytes: [UInt8], mask: UInt32) {
    self.bytes = bytes
    self.mask = mask
  }
}

/// Turns the elements of a chunk into the bytes that HDF5's own filters would make of them, and back.
///
/// A plain value without shared state, so that any number of threads can use it at once: HDF5 itself has one lock, and
/// compresses under it.
public struct ChunkCodec: Sendable, Equatable {
  /// Bytes of one element.
  public let elementSize: Int
  /// Bytes of one whole chunk, before any filter.
  public let chunkSize: Int
  /// Whether the dataset's filters are shuffle, deflate, fletcher32, or fletcher32 alone.
  public let compressed: Bool

  /// A codec for the chunks of one dataset.
  public init(elementSize: Int, chunkSize: Int, compressed: Bool) {
    self.elementSize = elementSize
    self.chunkSize = chunkSize
    self.compressed = compressed
  }

  /// The most bytes that an encoded chunk takes: deflate never stores more than the chunk itself here.
  public var limit: Int { chunkSize + Self.checksumSize + (compressed ? 64 + chunkSize / 1000 : 0) }

  private static let checksumSize = 4
  private static let shuffleBit: UInt32 = 0b01
  private static let deflateBit: UInt32 = 0b10
  private static let storedMask = shuffleBit | deflateBit
  private static let level: Int32 = 1

  /// Encodes one whole chunk; stores it as it is where deflate gains less than 5 %.
  public func encode(_ chunk: UnsafeRawBufferPointer) -> EncodedChunk {
    precondition(chunk.count == chunkSize, "a chunk is encoded whole")
    if compressed, let deflated = deflate(chunk) { return EncodedChunk(bytes: deflated, mask: 0) }
    let bytes = [UInt8](unsafeUninitializedCapacity: chunkSize + Self.checksumSize) { buffer, filled in
      let target = UnsafeMutableRawBufferPointer(buffer)
      target.copyMemory(from: chunk)
      Self.seal(target, count: chunkSize)
      filled = chunkSize + Self.checksumSize
    }
    return EncodedChunk(bytes: bytes, mask: compressed ? Self.storedMask : 0)
  }

  /// Encodes one whole chunk of elements.
  public func encode(_ chunk: UnsafeBufferPointer<some Element>) -> EncodedChunk {
    encode(UnsafeRawBufferPointer(chunk))
  }

  /// Decodes one chunk into memory of exactly a chunk's size.
  /// - Returns: false when the checksum is wrong or the bytes are no such chunk.
  public func decode(_ chunk: EncodedChunk, into target: UnsafeMutableRawBufferPointer) -> Bool {
    precondition(target.count == chunkSize, "a chunk is decoded whole")
    guard isIntact(chunk) else { return false }
    return chunk.bytes.withUnsafeBytes { bytes in
      let content = bytes[..<(bytes.count - Self.checksumSize)]
      return unfilter(UnsafeRawBufferPointer(rebasing: content), mask: chunk.mask, into: target)
    }
  }

  /// Whether a chunk's checksum fits its bytes.
  public func isIntact(_ chunk: EncodedChunk) -> Bool {
    let count = chunk.bytes.count - Self.checksumSize
    guard count >= 0, chunk.bytes.count <= limit else { return false }
    return chunk.bytes.withUnsafeBytes { bytes in
      Fletcher32.checksum(UnsafeRawBufferPointer(rebasing: bytes[..<count]))
        == UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: count, as: UInt32.self))
    }
  }

  private func unfilter(
    _ content: UnsafeRawBufferPointer, mask: UInt32, into target: UnsafeMutableRawBufferPointer
  ) -> Bool {
    let isShuffled = compressed && mask & Self.shuffleBit == 0
    let isDeflated = compressed && mask & Self.deflateBit == 0
    guard mask & ~(compressed ? Self.storedMask : 0) == 0 else { return false }
    switch (isShuffled, isDeflated) {
    case (false, false):
      guard content.count == chunkSize else { return false }
      target.copyMemory(from: content)
      return true
    case (true, false):
      guard content.count == chunkSize else { return false }
      Shuffle.undo(content, size: elementSize, into: target)
      return true
    case (false, true): return inflate(content, into: target)
    case (true, true):
      return withUnsafeTemporaryAllocation(byteCount: chunkSize, alignment: 16) { shuffled in
        guard inflate(content, into: shuffled) else { return false }
        Shuffle.undo(UnsafeRawBufferPointer(shuffled), size: elementSize, into: target)
        return true
      }
    }
  }

  private func deflate(_ chunk: UnsafeRawBufferPointer) -> [UInt8]? {
    guard let compressor = libdeflate_alloc_compressor(Self.level) else { return nil }
    defer { libdeflate_free_compressor(compressor) }
    return withUnsafeTemporaryAllocation(byteCount: chunkSize, alignment: 16) { shuffled in
      Shuffle.apply(chunk, size: elementSize, into: shuffled)
      // Room for 95 % only: a result that does not fit is not worth inflating later.
      let room = chunkSize - chunkSize / 20
      let bytes = [UInt8](unsafeUninitializedCapacity: room + Self.checksumSize) { buffer, filled in
        let count = libdeflate_zlib_compress(compressor, shuffled.baseAddress, chunkSize, buffer.baseAddress, room)
        guard count > 0 else { return }
        Self.seal(UnsafeMutableRawBufferPointer(buffer), count: count)
        filled = count + Self.checksumSize
      }
      return bytes.isEmpty ? nil : bytes
    }
  }

  private func inflate(_ content: UnsafeRawBufferPointer, into target: UnsafeMutableRawBufferPointer) -> Bool {
    guard let decompressor = libdeflate_alloc_decompressor() else { return false }
    defer { libdeflate_free_decompressor(decompressor) }
    var count = 0
    let result = libdeflate_zlib_decompress(
      decompressor, content.baseAddress, content.count, target.baseAddress, chunkSize, &count)
    return result == LIBDEFLATE_SUCCESS && count == chunkSize
  }

  /// Puts the checksum of the first `count` bytes behind them.
  private static func seal(_ buffer: UnsafeMutableRawBufferPointer, count: Int) {
    let sum = Fletcher32.checksum(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
    buffer.storeBytes(of: sum.littleEndian, toByteOffset: count, as: UInt32.self)
  }
}

/// HDF5's shuffle filter: the first bytes of all elements, then the second bytes, and so on, which deflate likes.
enum Shuffle {
  /// Byte p of element i goes from i · size + p to p · count + i.
  static func apply(_ source: UnsafeRawBufferPointer, size: Int, into target: UnsafeMutableRawBufferPointer) {
    guard let from = source.baseAddress, let to = target.baseAddress else { return }
    let count = source.count / size
    switch size {
    case 4: spread(from.assumingMemoryBound(to: UInt32.self), count, into: to)
    case 8: spread(from.assumingMemoryBound(to: UInt64.self), count, into: to)
    default:
      for p in 0..<size {
        for i in 0..<count { target[p * count + i] = source[i * size + p] }
      }
    }
  }

  /// The way back.
  static func undo(_ source: UnsafeRawBufferPointer, size: Int, into target: UnsafeMutableRawBufferPointer) {
    guard let from = source.baseAddress, let to = target.baseAddress else { return }
    let count = source.count / size
    switch size {
    case 4: gather(from, count, into: to.assumingMemoryBound(to: UInt32.self))
    case 8: gather(from, count, into: to.assumingMemoryBound(to: UInt64.self))
    default:
      for p in 0..<size {
        for i in 0..<count { target[i * size + p] = source[p * count + i] }
      }
    }
  }

  @inline(__always)
  private static func spread<Word: FixedWidthInteger>(
    _ source: UnsafePointer<Word>, _ count: Int, into target: UnsafeMutableRawPointer
  ) {
    for p in 0..<MemoryLayout<Word>.size {
      let plane = (target + p * count).assumingMemoryBound(to: UInt8.self)
      let shift = Word(truncatingIfNeeded: 8 * p)
      for i in 0..<count { plane[i] = UInt8(truncatingIfNeeded: source[i] &>> shift) }
    }
  }

  @inline(__always)
  private static func gather<Word: FixedWidthInteger>(
    _ source: UnsafeRawPointer, _ count: Int, into target: UnsafeMutablePointer<Word>
  ) {
    let first = source.assumingMemoryBound(to: UInt8.self)
    for i in 0..<count { target[i] = Word(truncatingIfNeeded: first[i]) }
    for p in 1..<MemoryLayout<Word>.size {
      let plane = (source + p * count).assumingMemoryBound(to: UInt8.self)
      let shift = Word(truncatingIfNeeded: 8 * p)
      for i in 0..<count { target[i] |= Word(truncatingIfNeeded: plane[i]) &<< shift }
    }
  }
}
