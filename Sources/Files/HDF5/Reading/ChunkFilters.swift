internal import CDeflate

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
