import HDF5
import System
import Tables

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
    let size = layout.rowSize
    try values.withUnsafeBufferPointer {
      try file.checkFinite($0, of: path) { "element \($0 % size) of \(file.spokenRow(rows.lowerBound + $0 / size))" }
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

/// A features file as comma-separated values (RFC 4180, lines ended by a line feed), for programs that know no HDF5: a
/// line a row, first where it comes from and its label, then its numbers, each in the fewest digits that read back alike.
public struct TensorTable {
  private let rows: [Row]
  private let tensor: TensorReader
  private let columns: [String]

  private static var told: [(name: String, value: KeyPath<Row, String>)] {
    [
      ("id", \.id), ("parent", \.parent), ("variant", \.variant), ("corpus", \.corpus), ("speaker", \.speaker),
      ("sex", \.sex), ("emotion", \.emotion), ("label", \.label),
    ]
  }

  /// The rows and the tensor of a features file.
  public init(_ file: InputFile) throws {
    rows = try file.rows()
    tensor = try file.tensor()
    let features = try file.texts("/tensor/feature")
    let times = tensor.layout.rowShape.dropFirst().reduce(1, *)
    // As flat rows name them: mfcc_3_t17.
    columns =
      tensor.layout.rowShape.count == 1
      ? features : features.flatMap { name in (0..<times).map { "\(name)_t\($0)" } }
  }

  /// How many rows and numbers a row there are.
  public var extent: (rows: Int, columns: Int) { (rows.count, columns.count) }

  /// Writes the table block by block, all or nothing.
  /// - Parameter progress: told after each block how many rows it had.
  public func write(to path: String, progress: (Int) -> Void = { _ in }) throws {
    let file = try TemporaryFile(for: path)
    try file.write(Array(TableLine(Self.told.map(\.name) + columns).text.utf8))
    for block in 0..<tensor.blockCount {
      let range = tensor.rows(ofBlock: block), values = try tensor.block(block), size = tensor.layout.rowSize
      var bytes: [UInt8] = []
      for (place, row) in rows[range].enumerated() {
        var line = Array(TableLine(Self.told.map { row[keyPath: $0.value] }).text.utf8)
        line.removeLast()
        for value in values[place * size..<(place + 1) * size] {
          line.append(UInt8(ascii: ","))
          line += value.description.utf8
        }
        line.append(UInt8(ascii: "\n"))
        bytes += line
      }
      try file.write(bytes)
      progress(range.count)
    }
    try file.replaceTarget(keepingEqual: true)
  }
}
