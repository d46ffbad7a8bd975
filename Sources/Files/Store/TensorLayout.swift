import HDF5

/// How the rows of a tensor are cut into chunks of 64 KiB to 1 MiB: several rows to a chunk where rows are small,
/// several chunks to a row where one is larger than that.
public struct TensorLayout: Sendable, Equatable {
  /// Extents of one row: [F, T] or [D].
  public let rowShape: [Int]
  /// Rows in one chunk.
  public let rowsPerChunk: Int
  /// How far a chunk reaches along the first axis of a row: all of it unless a row is larger than a chunk may be.
  public let band: Int

  /// The layout for rows of this shape.
  public init(rowShape: [Int]) {
    let rowBytes = rowShape.reduce(MemoryLayout<Float>.size, *)
    let rows = max(1, Self.preferredSize / max(1, rowBytes))
    let lineBytes = max(1, rowBytes / max(1, rowShape[0]))
    let lines = rowBytes <= Self.largestSize ? rowShape[0] : max(1, Self.largestSize / lineBytes)
    self.init(rowShape: rowShape, rowsPerChunk: rows, band: max(1, lines))
  }

  init(rowShape: [Int], rowsPerChunk: Int, band: Int) {
    self.rowShape = rowShape
    self.rowsPerChunk = rowsPerChunk
    self.band = band
  }

  private static let preferredSize = 256 << 10
  private static let largestSize = 1 << 20

  /// Elements of one row.
  public var rowSize: Int { rowShape.reduce(1, *) }

  /// Chunks that one row, or one block of rows, is cut into.
  public var bands: Int { max(1, (rowShape[0] + band - 1) / band) }

  /// Blocks of rows that a tensor of so many rows has; each is encoded at once, by any thread.
  public func blockCount(rows: Int) -> Int { (rows + rowsPerChunk - 1) / rowsPerChunk }

  /// The rows of one block.
  public func rows(ofBlock block: Int, of count: Int) -> Range<Int> {
    block * rowsPerChunk..<min(count, (block + 1) * rowsPerChunk)
  }

  /// Extents of one chunk: [rows, F, T] or [rows, D].
  var chunk: [Int] { [rowsPerChunk, band] + rowShape.dropFirst().map { max(1, $0) } }

  /// Elements of one line: what one index along the first axis of a row stands for.
  var lineSize: Int { rowShape.dropFirst().reduce(1, *) }

  var codec: ChunkCodec {
    ChunkCodec(elementSize: 4, chunkSize: chunk.reduce(4, *), compressed: true)
  }

  /// Encodes one block of rows: whole rows end to end, fewer than `rowsPerChunk` only in the last block.
  ///
  /// Pure, so that worker threads compress while one thread writes.
  public func encode(_ rows: UnsafeBufferPointer<Float>) -> [EncodedChunk] {
    precondition(rows.count <= rowsPerChunk * rowSize && rows.count.isMultiple(of: max(1, rowSize)))
    let codec = codec
    if bands == 1, rows.count * 4 == codec.chunkSize { return [codec.encode(rows)] }
    return (0..<bands).map { index in
      withUnsafeTemporaryAllocation(of: Float.self, capacity: codec.chunkSize / 4) { chunk in
        chunk.initialize(repeating: 0)
        move(band: index, rowCount: rows.count / max(1, rowSize)) { inRow, inChunk, count in
          chunk.baseAddress!.advanced(by: inChunk).update(from: rows.baseAddress! + inRow, count: count)
        }
        return codec.encode(UnsafeBufferPointer(chunk))
      }
    }
  }

  /// Encodes one block of rows.
  public func encode(_ rows: [Float]) -> [EncodedChunk] { rows.withUnsafeBufferPointer { encode($0) } }

  /// Decodes one block into whole rows end to end.
  /// - Returns: false when a chunk is damaged.
  public func decode(_ chunks: [EncodedChunk], into rows: UnsafeMutableBufferPointer<Float>) -> Bool {
    let codec = codec
    guard chunks.count == bands else { return false }
    if bands == 1, rows.count * 4 == codec.chunkSize {
      return codec.decode(chunks[0], into: UnsafeMutableRawBufferPointer(rows))
    }
    return withUnsafeTemporaryAllocation(of: Float.self, capacity: codec.chunkSize / 4) { chunk in
      for index in 0..<bands {
        guard codec.decode(chunks[index], into: UnsafeMutableRawBufferPointer(chunk)) else { return false }
        move(band: index, rowCount: rows.count / max(1, rowSize)) { inRow, inChunk, count in
          rows.baseAddress!.advanced(by: inRow).update(from: chunk.baseAddress! + inChunk, count: count)
        }
      }
      return true
    }
  }

  /// Calls `copy` with the places, in elements, of each run that a band shares with its rows.
  private func move(band index: Int, rowCount: Int, _ copy: (_ inRow: Int, _ inChunk: Int, _ count: Int) -> Void) {
    let first = index * band * lineSize
    let count = min(band, rowShape[0] - index * band) * lineSize
    guard count > 0 else { return }
    for row in 0..<rowCount { copy(row * rowSize + first, row * band * lineSize, count) }
  }
}
