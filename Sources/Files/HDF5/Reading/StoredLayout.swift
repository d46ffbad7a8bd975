internal import CDeflate

/// Where a dataset's elements lie, as its header says.
enum StoredLayout: Sendable, Equatable {
  case compact([UInt8])
  case contiguous(address: UInt64?, size: Int)
  case chunked(chunk: [Int], index: ChunkIndex)
  case virtual

  /// How the places of a dataset's chunks are kept.
  struct ChunkIndex: Sendable, Equatable {
    let kind: Kind
    let address: UInt64?
    let elementSize: Int
    /// Whether chunks at the edge leave filters out.
    let sparesEdges: Bool

    enum Kind: Sendable, Equatable {
      /// One chunk; its size and filter mask where it passes filters.
      case single(size: Int, mask: UInt32, isFiltered: Bool)
      case implicit, fixedArray, extensibleArray, tree
    }
  }

  init(_ bytes: Bytes) throws {
    var bytes = bytes
    let version = try bytes.byte()
    guard version == 3 || version == 4 else { throw Flaw("its layout is of version \(version); expected 4") }
    switch try bytes.byte() {
    case 0: self = .compact(try bytes.take(bytes.word()).rest())
    case 1:
      let address = try bytes.address()
      self = .contiguous(address: address, size: try bytes.extent())
    case 2 where version == 4: self = try Self.chunked(&bytes)
    case 2: throw Flaw("its chunks are listed as before HDF5 1.10; expected version 4 of its layout")
    case 3: self = .virtual
    default: throw Flaw.damaged("layout")
    }
  }

  private static func chunked(_ bytes: inout Bytes) throws -> StoredLayout {
    let flags = try bytes.byte()
    let rank = Int(try bytes.byte())
    let size = Int(try bytes.byte())
    guard (2...33).contains(rank), (1...8).contains(size), flags & ~0b11 == 0 else { throw Flaw.damaged("layout") }
    // The last extent is an element's size.
    let chunk = try (0..<rank).map { _ -> Int in
      guard let extent = Int(exactly: try bytes.number(size)), extent > 0 else { throw Flaw.damaged("layout") }
      return extent
    }
    let kind: ChunkIndex.Kind
    switch try bytes.byte() {
    case 1:
      let isFiltered = flags & 0b10 != 0
      let size = isFiltered ? try bytes.extent() : 0
      kind = .single(size: size, mask: isFiltered ? try bytes.long() : 0, isFiltered: isFiltered)
    case 2: kind = .implicit
    case 3:
      try bytes.skip(1)
      kind = .fixedArray
    case 4:
      try bytes.skip(5)
      kind = .extensibleArray
    case 5:
      try bytes.skip(6)
      kind = .tree
    default: throw Flaw.damaged("layout")
    }
    return .chunked(
      chunk: Array(chunk.dropLast()),
      index: ChunkIndex(
        kind: kind, address: try bytes.address(), elementSize: chunk[rank - 1], sparesEdges: flags & 1 != 0))
  }
}

/// Undoes the filters that a chunk has passed, whichever of shuffle, deflate and fletcher32 these are.
struct ChunkFilters {
  private let filters: [Filter]
  private let elementSize: Int

  /// - Parameter filters: in the order of writing.
  init(_ filters: [Filter], elementSize: Int) { (self.filters, self.elementSize) = (filters, elementSize) }

  /// Decodes into memory of exactly a chunk's size.
  /// - Returns: false when the checksum is wrong or the bytes are no such chunk.
  func undo(_ chunk: EncodedChunk, into target: UnsafeMutableRawBufferPointer) -> Bool {
    guard chunk.mask >> UInt32(filters.count) == 0 else { return false }
    let used = filters.enumerated().filter { chunk.mask >> UInt32($0.offset) & 1 == 0 }.map(\.element)
    return chunk.bytes.withUnsafeBytes { bytes in
      var content = bytes
      if used.contains(.fletcher32) {
        guard bytes.count >= 4 else { return false }
        content = UnsafeRawBufferPointer(rebasing: bytes[..<(bytes.count - 4)])
        let sum = UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: content.count, as: UInt32.self))
        guard Fletcher32.checksum(content) == sum else { return false }
      }
      let (isShuffled, isDeflated) = (used.contains(.shuffle), used.contains(.deflate))
      guard isDeflated || content.count == target.count else { return false }
      switch (isShuffled, isDeflated) {
      case (false, false): target.copyMemory(from: content)
      case (true, false): Shuffle.undo(content, size: elementSize, into: target)
      case (false, true): return inflate(content, into: target)
      case (true, true):
        let shuffled = UnsafeMutableRawBufferPointer.allocate(byteCount: target.count, alignment: 16)
        defer { shuffled.deallocate() }
        guard inflate(content, into: shuffled) else { return false }
        Shuffle.undo(UnsafeRawBufferPointer(shuffled), size: elementSize, into: target)
      }
      return true
    }
  }

  private func inflate(_ content: UnsafeRawBufferPointer, into target: UnsafeMutableRawBufferPointer) -> Bool {
    guard let decompressor = libdeflate_alloc_decompressor() else { return false }
    defer { libdeflate_free_decompressor(decompressor) }
    var count = 0
    let result = libdeflate_zlib_decompress(
      decompressor, content.baseAddress, content.count, target.baseAddress, target.count, &count)
    return result == LIBDEFLATE_SUCCESS && count == target.count
  }
}
