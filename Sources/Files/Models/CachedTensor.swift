import Store

/// A file's tensor, whose blocks are decoded when they are wanted.
///
/// Memory holds as many decoded blocks as its budget allows. Beyond that it depends on the order in which rows are
/// asked for. Where they come one after another, the block that was not used for longest makes room. Where they come in
/// any order and again and again, as in training, a block would be decoded for nearly every row; then blocks that do not
/// fit lie, decoded, in a spool on disk, and each is decoded once.
final class CachedTensor {
  /// Bytes that decoded blocks may take in memory.
  static let usualBudget = 64 << 20

  let shape: [Int]
  let rowSize: Int
  private let reader: TensorReader
  private let blockBytes: Int
  private var cache: BlockCache
  private var spool: RowSpool?
  private var isSpooled: [Bool]
  /// How many times a block was decoded.
  private(set) var decodedBlocks = 0

  /// - Parameters:
  ///   - budget: bytes that decoded blocks may take in memory.
  ///   - scratch: a folder whose disk may take the blocks that do not fit; nil where rows are asked for in order.
  init(_ reader: TensorReader, budget: Int = usualBudget, scratch: String? = nil) {
    self.reader = reader
    shape = reader.layout.rowShape
    rowSize = reader.layout.rowSize
    blockBytes = max(1, reader.layout.rowsPerChunk * reader.layout.rowSize * MemoryLayout<Float>.size)
    cache = BlockCache(capacity: budget / blockBytes)
    isSpooled = Array(repeating: false, count: reader.blockCount)
    if let scratch, reader.blockCount > cache.capacity {
      spool = try? RowSpool(in: scratch, rowSize: rowSize)
      if spool == nil { growCache() }
    }
  }

  func copy(row: Int, to buffer: UnsafeMutableBufferPointer<Float>) throws {
    let perBlock = reader.layout.rowsPerChunk, block = row / perBlock
    let place = row % perBlock * rowSize..<(row % perBlock + 1) * rowSize
    if let spool {
      if isSpooled[block] { return try spool.read(row, into: buffer) }
      if cache.isFull, !cache.holds(block) {
        let values = try decode(block)
        values.withUnsafeBufferPointer { _ = buffer.update(fromContentsOf: $0[place]) }
        return keep(values, of: block, in: spool)
      }
    }
    try cache.with(block, load: decode) { _ = buffer.update(fromContentsOf: $0[place]) }
  }

  private func decode(_ block: Int) throws -> [Float] {
    decodedBlocks += 1
    return try reader.block(block)
  }

  private func keep(_ values: [Float], of block: Int, in spool: RowSpool) {
    do {
      try values.withUnsafeBufferPointer { try spool.write($0, from: block * reader.layout.rowsPerChunk) }
      isSpooled[block] = true
    } catch {
      // No room on the disk: what the training needs is there all the same, only slower to come by.
      self.spool = nil
      growCache()
    }
  }

  /// Without a spool, memory is all there is.
  private func growCache() { cache.capacity = max(cache.capacity, availableMemory() / 2 / blockBytes) }
}
