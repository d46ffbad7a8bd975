import HDF5

/// Reads `/tensor/x` block by block or row by row.
public final class TensorReader {
  /// How rows are cut into chunks; `layout.decode` is what worker threads call.
  public let layout: TensorLayout
  /// The number of rows.
  public let rowCount: Int

  private let file: InputFile
  private let path: String
  private let dataset: StoredDataset
  private var held: (block: Int, rows: [Float])?

  init(_ file: InputFile, _ group: String) throws {
    self.file = file
    path = group + "/x"
    guard let entry = file.inventory.datasets[path] else { throw file.refusal(path, "is missing") }
    guard entry.type == .float32, entry.shape.count >= 2 else {
      throw file.refusal(path, "is no tensor; expected float32 [row, feature, time] or [row, feature]")
    }
    let rowShape = Array(entry.shape.dropFirst())
    let chunk = entry.storage.chunk
    let filters: [Filter] = [.shuffle, .deflate, .fletcher32]
    guard chunk.count == entry.shape.count, chunk.dropFirst(2).elementsEqual(rowShape.dropFirst().map { max(1, $0) }),
      chunk[0] == 1 || chunk[1] >= rowShape[0], entry.storage.filters == filters.map(\.rawValue)
    else {
      throw file.refusal(
        path, "is not stored in chunks of whole rows behind shuffle, deflate and fletcher32")
    }
    layout = TensorLayout(rowShape: rowShape, rowsPerChunk: chunk[0], band: chunk[1])
    rowCount = entry.shape[0]
    dataset = entry.dataset
  }

  /// The number of blocks.
  public var blockCount: Int { layout.blockCount(rows: rowCount) }

  /// The rows of one block.
  public func rows(ofBlock block: Int) -> Range<Int> { layout.rows(ofBlock: block, of: rowCount) }

  /// Reads one block as it is stored; `layout.decode` makes rows of it, on any thread.
  public func encodedBlock(_ block: Int) throws -> [EncodedChunk] {
    let limit = layout.codec.limit
    return try file.read {
      try (0..<layout.bands).map { band in
        let origin = [block * layout.rowsPerChunk, band * layout.band] + layout.rowShape.dropFirst().map { _ in 0 }
        return try dataset.encodedChunk(at: origin, limit: limit)
      }
    }
  }

  /// Reads the rows of one block, end to end; one that holds anything but real numbers is refused by its row's name.
  public func block(_ block: Int) throws -> [Float] {
    let chunks = try encodedBlock(block)
    let rows = rows(ofBlock: block), count = rows.count * layout.rowSize
    let values = try [Float](unsafeUninitializedCapacity: count) { buffer, filled in
      guard layout.decode(chunks, into: UnsafeMutableBufferPointer(rebasing: buffer[..<count])) else {
        throw damage(block)
      }
      filled = count
    }
    if let place = values.withUnsafeBufferPointer(Finite.firstBreach) {
      let row = file.spokenRow(rows.lowerBound + place / layout.rowSize)
      throw file.refusal(
        path, "holds \(values[place]) at element \(place % layout.rowSize) of \(row); expected finite numbers")
    }
    return values
  }

  /// Reads one row; rows of one block in turn decode it once.
  public func row(_ row: Int) throws -> [Float] {
    let number = row / layout.rowsPerChunk
    if held?.block != number { held = (number, try block(number)) }
    let start = row % layout.rowsPerChunk * layout.rowSize
    return Array(held!.rows[start..<start + layout.rowSize])
  }

  /// What to say of a block that `layout.decode` finds damaged.
  public func damage(_ block: Int) -> StoreError {
    file.refusal(path, "is damaged in rows \(rows(ofBlock: block)): a checksum does not fit")
  }
}

extension InputFile {
  /// The tensor under a group.
  public func tensor(_ group: String = "/tensor") throws -> TensorReader { try TensorReader(self, group) }
}
