/// An array of a file, as its header describes it and as its chunks hold it.
public final class StoredDataset {
  /// Where it stands in the file, for example `/tensor/x`.
  public let path: String
  /// What its elements are; nil where they are neither plain numbers nor text.
  public let type: ElementType?
  /// Its extents; empty for a single value, nil for none at all.
  public let shape: [Int]?
  /// How its elements are stored.
  public let storage: Storage

  /// How a dataset's elements are stored, as far as its header tells.
  public struct Storage: Sendable, Equatable {
    /// The layout's kind.
    public enum Kind: Sendable { case chunked, contiguous, compact, virtual }

    /// The layout's kind.
    public let kind: Kind
    /// Extents of a chunk; empty unless chunked.
    public let chunk: [Int]
    /// The identifiers of the filters, in the order of writing.
    public let filters: [Int32]
    /// Whether files outside this one hold its elements.
    public let isExternal: Bool
    /// Whether its type is a named object of the file rather than part of the dataset.
    public let hasNamedType: Bool
  }

  /// The most bytes that a chunk may have, before filters.
  public static let largestChunk = 64 << 20

  private let maximum: [Int?]
  private let layout: StoredLayout
  private let reader: FileReader
  private var table: ChunkTable?
  private var recent: [(chunk: Int, bytes: [UInt8])] = []

  init(
    path: String, space: StoredSpace, type: StoredType?, layout: StoredLayout, filters: [Int32], hasExternalFiles: Bool,
    reader: FileReader
  ) throws {
    self.path = path
    self.type = type?.element
    shape = space.shape
    maximum = space.maximum
    self.layout = layout
    self.reader = reader
    var (kind, chunk) = (Storage.Kind.virtual, [Int]())
    switch layout {
    case .compact: kind = .compact
    case .contiguous: kind = .contiguous
    case .chunked(let extents, let index):
      (kind, chunk) = (.chunked, extents)
      guard index.elementSize == type?.size ?? index.elementSize else { throw Flaw.damaged("layout") }
    case .virtual: break
    }
    storage = Storage(
      kind: kind, chunk: chunk, filters: filters, isExternal: hasExternalFiles, hasNamedType: type == nil)
  }

  /// Chunks that exist, and bytes that the elements take in the file. Reads the index of chunks when first asked.
  ///
  /// To be asked once shape and chunk have been found to be sensible.
  public func stored() throws -> (chunks: Int, bytes: Int) {
    switch layout {
    case .compact(let bytes): return (1, bytes.count)
    case .contiguous(let address, let size):
      guard let address else { return (0, 0) }
      try reader.described(path) { try reader.file.claim(address, size, part: "values") }
      return (1, size)
    case .chunked:
      let (count, bytes) = try chunks().written()
      return (count, bytes)
    case .virtual: return (0, 0)
    }
  }

  /// Reads the bytes of one chunk as they are stored.
  /// - Parameters:
  ///   - origin: indices of the chunk's first element.
  ///   - limit: the most bytes a chunk of this dataset can take; more is damage.
  public func encodedChunk(at origin: [Int], limit: Int) throws -> EncodedChunk {
    let entry = try chunks()[zip(origin, storage.chunk).map { $0 / $1 }]
    return try encoded(entry, limit: limit, at: "\(origin)")
  }

  /// Reads everything, or some rows of the first axis, into memory of exactly that many elements.
  public func read<T: Element>(into target: UnsafeMutableBufferPointer<T>, rows: Range<Int>? = nil) throws {
    try check(T.elementType)
    try readBytes(into: UnsafeMutableRawBufferPointer(target), rows: rows)
  }

  /// Reads everything, or some rows of the first axis.
  public func read<T: Element>(_ type: T.Type = T.self, rows: Range<Int>? = nil) throws -> [T] {
    try check(T.elementType)
    let count = try count(rows)
    return try [T](unsafeUninitializedCapacity: count) { buffer, filled in
      try read(into: UnsafeMutableBufferPointer(rebasing: buffer[..<count]), rows: rows)
      filled = count
    }
  }

  /// Reads all texts, in row-major order.
  public func readTexts() throws -> [String] {
    try check(.text)
    let count = try count(nil)
    guard count > 0 else { return [] }
    return try withUnsafeTemporaryAllocation(byteCount: count * Library.referenceSize, alignment: 16) { references in
      try readBytes(into: references, rows: nil)
      return try reader.heap.strings(UnsafeRawBufferPointer(references), object: path)
    }
  }

  private func check(_ wanted: ElementType) throws {
    guard type == wanted else {
      throw error("its elements are \(type?.rawValue ?? "of another kind"), not \(wanted.rawValue)")
    }
  }

  private func count(_ rows: Range<Int>?) throws -> Int {
    guard var shape, let all = shape.elementCount, all <= Int.max / 32 else {
      throw error("its extents are not countable")
    }
    if let rows {
      guard let first = shape.first, rows.lowerBound >= 0, rows.upperBound <= first else {
        throw error("it has no rows \(rows)")
      }
      shape[0] = rows.count
    }
    return shape.elementCount ?? 0
  }

  private func readBytes(into target: UnsafeMutableRawBufferPointer, rows: Range<Int>?) throws {
    let size = type?.size ?? 1
    guard let shape, try count(rows) * size == target.count else {
      throw error("\(target.count) bytes do not fit the shape \(self.shape ?? [])")
    }
    guard target.count > 0 else { return }
    let rowBytes = shape.dropFirst().reduce(size, *)
    let first = rows?.lowerBound ?? 0
    switch layout {
    case .compact(let bytes):
      guard bytes.count >= first * rowBytes + target.count else { throw error("it lacks values") }
      bytes.withUnsafeBytes { target.copyMemory(from: .init(rebasing: $0[(first * rowBytes)...].prefix(target.count))) }
    case .contiguous(let address, let size):
      guard let address, size >= first * rowBytes + target.count else { throw error("it lacks values") }
      try reader.described(path) {
        try reader.file.read(at: address + UInt64(first * rowBytes), into: target, part: "values")
      }
    case .chunked(let chunk, _):
      _ = try chunks()
      let box = ChunkBox(shape: shape, chunk: chunk, elementSize: size)
      let count = rows?.count ?? shape[0]
      for row in first / chunk[0]...(first + count - 1) / chunk[0] {
        try box.forEachChunk(ofRow: row) { indices, number in
          try read(chunk: indices, number: number, box, first..<first + count, into: target)
        }
      }
    case .virtual: throw error("it is put together from other files")
    }
  }

  /// Copies the part of one chunk that lies within some rows.
  private func read(
    chunk indices: [Int], number: Int, _ box: ChunkBox, _ rows: Range<Int>, into target: UnsafeMutableRawBufferPointer
  ) throws {
    if let place = box.wholePlace(of: indices, rows: rows) {
      return try decode(indices, into: .init(rebasing: target[place..<place + box.chunkBytes]))
    }
    if let known = recent.firstIndex(where: { $0.chunk == number }) {
      recent.append(recent.remove(at: known))
    } else {
      if recent.count >= max(1, Self.kept / box.chunkBytes) { recent.removeFirst() }
      let bytes = try [UInt8](unsafeUninitializedCapacity: box.chunkBytes) { buffer, filled in
        try decode(
          indices,
          into: UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(buffer)[..<box.chunkBytes]))
        filled = box.chunkBytes
      }
      recent.append((number, bytes))
    }
    recent[recent.count - 1].bytes.withUnsafeBytes { box.copy($0, indices, rows: rows, to: target) }
  }

  /// Decoded chunks that are kept: as much as HDF5 itself keeps.
  private static let kept = 1 << 20

  private func decode(_ indices: [Int], into target: UnsafeMutableRawBufferPointer) throws {
    let entry = try chunks()[indices]
    let filters = try filters()
    guard !filters.isEmpty else {
      guard let address = entry?.address, entry?.size == target.count else { throw missing("\(indices)") }
      return try reader.described(path) { try reader.file.read(at: address, into: target, part: "chunk") }
    }
    let encoded = try encoded(entry, limit: target.count + target.count / 500 + 128, at: "\(indices)")
    guard ChunkFilters(filters, elementSize: type?.size ?? 1).undo(encoded, into: target) else {
      throw error("its values are damaged: a checksum does not fit")
    }
  }

  private func encoded(_ entry: ChunkTable.Entry?, limit: Int, at place: String) throws -> EncodedChunk {
    guard let entry, let address = entry.address, entry.size <= limit else { throw missing(place) }
    let bytes = try reader.described(path) { try reader.file.read(at: address, count: entry.size, part: "chunk") }
    return EncodedChunk(bytes: bytes, mask: entry.mask)
  }

  private func missing(_ place: String) -> HDF5Error { error("the chunk at \(place) is missing or oversized") }

  private func filters() throws -> [Filter] {
    let known = storage.filters.compactMap { Filter(rawValue: $0) }
    let order: [Filter] = [.shuffle, .deflate, .fletcher32]
    guard known.count == storage.filters.count, order.filter(known.contains) == known else {
      throw error("its filters stand in another order than shuffle, deflate, fletcher32")
    }
    return known
  }

  private func chunks() throws -> ChunkTable {
    if let table { return table }
    guard case .chunked(let chunk, let index) = layout, let shape, shape.count == chunk.count,
      let size = (chunk + [type?.size ?? 1]).elementCount, size <= Self.largestChunk
    else { throw error("it has chunks of \(storage.chunk) elements; expected at most \(Self.largestChunk) bytes") }
    guard shape.elementCount != 0 else { throw error("it has no elements") }
    let made = try reader.described(path) {
      try ChunkTable(
        index, shape: shape, maximum: maximum, chunk: chunk, chunkSize: size, isFiltered: !storage.filters.isEmpty,
        in: reader.file)
    }
    table = made
    return made
  }

  private func error(_ cause: String) -> HDF5Error { HDF5Error(call: "read", object: path, cause: cause) }
}
