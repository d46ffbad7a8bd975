import HDF5

/// A part of a file that must be brought to its end before the file is complete.
protocol Writer: AnyObject {
  /// Writes what is left and closes the datasets. Done once, by `OutputFile.commit`.
  func finish() throws
}

/// Writes an array of numbers row by row, in chunks that are filtered here rather than by HDF5.
public final class ArrayWriter<Value: Element>: Writer {
  /// Where it stands in the file.
  public let path: String
  /// Whole rows written so far.
  public var rowCount: Int { elementCount / rowSize }

  private let session: Session
  private let rowShape: [Int]
  private let rowSize: Int
  private let codec: ChunkCodec
  private let chunkRows: Int
  private var dataset: Dataset?
  private var pending: [Value] = []
  private var elementCount = 0

  /// Bytes of a chunk, before filters, unless a single row is larger.
  static var chunkSize: Int { 64 << 10 }

  /// - Parameters:
  ///   - rowShape: extents of one row; empty where rows are single numbers.
  ///   - rows: how many rows there will be, where that is known.
  ///   - chunkSize: how many bytes a chunk should have.
  init(
    _ session: Session, _ path: String, rowShape: [Int], rows: Int? = nil, compressed: Bool,
    chunkSize: Int = ArrayWriter.chunkSize
  ) throws {
    self.session = session
    self.path = path
    self.rowShape = rowShape
    rowSize = max(1, rowShape.reduce(1, *))
    let rowBytes = rowSize * MemoryLayout<Value>.size
    chunkRows = max(1, min(chunkSize / rowBytes, rows ?? Int.max))
    codec = ChunkCodec(
      elementSize: MemoryLayout<Value>.size, chunkSize: chunkRows * rowBytes, compressed: compressed)
    try session.makeGroup(Session.parent(of: path))
    let chunk = [chunkRows] + rowShape.map { max(1, $0) }
    // An axis of a fixed extent of 0 would be shorter than a chunk, which HDF5 refuses.
    let maximum = ([rows] + rowShape).map { $0 == 0 ? nil : $0 }
    let layout = Layout(chunk: chunk, maximum: maximum, compressed: compressed)
    dataset = try session.write { file in
      try file.makeDataset(path, Value.elementType, shape: [0] + rowShape, layout: layout)
    }
    pending.reserveCapacity(chunkRows * rowSize)
  }

  /// Adds one number.
  public func append(_ value: Value) throws {
    try withUnsafePointer(to: value) { try append(UnsafeBufferPointer(start: $0, count: 1)) }
  }

  /// Adds elements; chunks go to the file as they fill up.
  public func append(_ values: [Value]) throws { try values.withUnsafeBufferPointer { try append($0) } }

  /// Adds elements; chunks go to the file as they fill up.
  public func append(_ values: UnsafeBufferPointer<Value>) throws {
    var rest = values[...]
    let whole = chunkRows * rowSize
    while !rest.isEmpty {
      let part = rest.prefix(whole - pending.count)
      pending.append(contentsOf: part)
      rest = rest.dropFirst(part.count)
      elementCount += part.count
      if pending.count == whole { try writeChunk() }
    }
  }

  func finish() throws {
    guard elementCount.isMultiple(of: rowSize) else {
      throw StoreError(.system, cannot: "write", session.target, "\(path) ends within a row")
    }
    if !pending.isEmpty {
      pending.append(contentsOf: repeatElement(Self.zero, count: chunkRows * rowSize - pending.count))
      try writeChunk()
    }
    try session.write { _ in
      if let dataset = dataset.take() { try dataset.close() }
    }
  }

  private func writeChunk() throws {
    let chunk = pending.withUnsafeBufferPointer { codec.encode($0) }
    let first = (rowCount - 1) / chunkRows * chunkRows
    try session.write { _ in
      try dataset!.extend(to: [rowCount] + rowShape)
      try chunk.bytes.withUnsafeBytes {
        try dataset!.writeChunk($0, mask: chunk.mask, at: [first] + rowShape.map { _ in 0 })
      }
    }
    pending.removeAll(keepingCapacity: true)
  }

  private static var zero: Value {
    withUnsafeTemporaryAllocation(of: Value.self, capacity: 1) { memory in
      UnsafeMutableRawBufferPointer(memory).initializeMemory(as: UInt8.self, repeating: 0)
      return memory[0]
    }
  }
}
