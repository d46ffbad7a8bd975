import Determinism
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
  /// Whole rows taken so far.
  public var rowCount: Int { elementCount / rowSize }

  private let session: Session
  private let rowShape: [Int]
  private let rowSize: Int
  private let fixedRows: Int?
  private let compressed: Bool
  private let largestChunk: Int
  /// There once it is known whether there are enough elements to fill a chunk.
  private var dataset: HDF5Dataset?
  private var chunkRows = 1
  private var pending: [Value] = []
  private var elementCount = 0

  /// - Parameters:
  ///   - rowShape: extents of one row; empty where rows are single numbers.
  ///   - rows: how many rows there will be, where that is known and will not change.
  ///   - chunkSize: how many bytes a chunk should have at most, unless a single row is larger.
  init(
    _ session: Session, _ path: String, rowShape: [Int] = [], rows: Int? = nil, compressed: Bool = true,
    chunkSize: Int = 64 << 10
  ) throws {
    self.session = session
    self.path = path
    self.rowShape = rowShape
    self.compressed = compressed
    fixedRows = rows
    rowSize = max(1, rowShape.reduce(1, *))
    largestChunk = max(1, chunkSize / (rowSize * MemoryLayout<Value>.size)) * rowSize
    try session.makeGroup(Session.parent(of: path))
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
    while !rest.isEmpty {
      let part = rest.prefix(largestChunk - pending.count)
      pending.append(contentsOf: part)
      rest = rest.dropFirst(part.count)
      elementCount += part.count
      if pending.count == largestChunk { try writeChunk() }
    }
  }

  func finish() throws {
    guard elementCount.isMultiple(of: rowSize) else {
      throw StoreError(.system, cannot: "write", session.target, "\(path) ends within a row")
    }
    try writeChunk()
    try session.write { _ in
      if let dataset = dataset.take() { try dataset.close() }
    }
  }

  private func writeChunk() throws {
    if dataset == nil { try makeDataset(chunkRows: max(1, pending.count / rowSize)) }
    guard !pending.isEmpty else { return }
    pending.append(contentsOf: repeatElement(Self.zero, count: chunkRows * rowSize - pending.count))
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

  private func makeDataset(chunkRows: Int) throws {
    self.chunkRows = chunkRows
    // An axis of a fixed extent of 0 would be shorter than a chunk, which HDF5 refuses.
    let maximum = ([fixedRows] + rowShape).map { $0 == 0 ? nil : $0 }
    let layout = ChunkLayout(chunk: [chunkRows] + rowShape.map { max(1, $0) }, maximum: maximum, compressed: compressed)
    dataset = try session.write { file in
      try file.makeDataset(path, Value.elementType, shape: [0] + rowShape, layout: layout)
    }
  }

  private var codec: ChunkCodec {
    let size = MemoryLayout<Value>.size
    return ChunkCodec(elementSize: size, chunkSize: chunkRows * rowSize * size, compressed: compressed)
  }

  private static var zero: Value {
    withUnsafeTemporaryAllocation(of: Value.self, capacity: 1) { memory in
      UnsafeMutableRawBufferPointer(memory).initializeMemory(as: UInt8.self, repeating: 0)
      return memory[0]
    }
  }
}

/// Writes a column of texts in blocks, and the hash that guards them.
public final class TextWriter: Writer {
  /// Where it stands in the file.
  public let path: String
  /// Texts written so far.
  public private(set) var rowCount = 0

  private let session: Session
  private var dataset: HDF5Dataset?
  private var seal: TextSeal? = TextSeal()
  private var pending: [String] = []

  private static let blockSize = 1024

  init(_ session: Session, _ path: String) throws {
    self.session = session
    self.path = path
    try session.makeGroup(Session.parent(of: path))
  }

  /// Adds one text.
  public func append(_ text: String) throws {
    pending.append(text)
    rowCount += 1
    if pending.count == Self.blockSize { try writeBlock() }
  }

  /// Adds texts.
  public func append(_ texts: some Sequence<String>) throws {
    for text in texts { try append(text) }
  }

  /// Makes the column the names of an axis, and attaches it to one axis of an array.
  func nameAxis(_ axis: Int, of array: borrowing HDF5Dataset, as name: String) throws {
    try writeBlock()
    try session.write { _ in
      try dataset!.becomeScale(named: name)
      try array.attach(dataset!, axis: axis)
    }
  }

  func finish() throws {
    guard seal != nil else { return }
    try writeBlock()
    if let seal = seal.take() { try session.complete(path, seal) }
    try session.write { _ in
      if let dataset = dataset.take() { try dataset.close() }
    }
  }

  private func writeBlock() throws {
    guard !pending.isEmpty || dataset == nil else { return }
    // Only now is it known whether there are enough texts to fill a block.
    let layout = ChunkLayout(chunk: [max(1, pending.count)], maximum: [nil])
    try session.write { file in
      if dataset == nil { dataset = try file.makeDataset(path, .text, shape: [0], layout: layout) }
      try dataset!.append(texts: pending)
    }
    seal?.add(pending)
    pending.removeAll(keepingCapacity: true)
  }
}

/// The hash that guards an object's texts, which HDF5 keeps in heaps without a checksum.
///
/// SHA-256 over the object's own texts in row-major order, if it is a dataset of texts, then for each of its text
/// attributes in byte order of names the name and its texts; every one of these as a field: its length in bytes in
/// decimal, a colon, its bytes. Stored with the object as the attribute `sha256`, 32 unsigned bytes.
struct TextSeal: ~Copyable {
  /// The attribute's name.
  static let attribute = "sha256"

  private var hash = SHA256()

  init() {}

  mutating func add(_ texts: some Sequence<String>) {
    for text in texts { hash.update(field: text) }
  }

  consuming func finish(attributes: [(name: String, texts: [String])]) -> [UInt8] {
    for (name, texts) in attributes.sorted(by: { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }) {
      hash.update(field: name)
      for text in texts { hash.update(field: text) }
    }
    return hash.finish().bytes
  }
}
