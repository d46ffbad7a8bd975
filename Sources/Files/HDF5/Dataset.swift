internal import CHDF5

/// An open dataset: an array of numbers or texts with as many axes as it needs, row-major.
public struct HDF5Dataset: ~Copyable {
  /// Where it stands in the file, for example `/tensor/x`.
  public let path: String
  /// What its elements are.
  public let type: ElementType
  let handle: Handle
  let heap: TextHeap

  /// Its attributes.
  public var attributes: Attributes { Attributes(owner: handle.id, path: path, heap: heap) }

  /// Its extents; empty for a single value.
  public func shape() throws -> [Int] {
    let space = try openSpace()
    guard let shape = try Dataspace.shape(of: space.id, object: path) else {
      throw HDF5Error(call: "H5Sget_simple_extent_dims", object: path, cause: "its extents are not countable")
    }
    return shape
  }

  /// Grows or shrinks it, within the bounds it was made with.
  public func extend(to shape: [Int]) throws {
    try attempt("H5Dset_extent", on: path) { H5Dset_extent(handle.id, shape.map { hsize_t($0) }) }
  }

  /// Writes numbers over a block, or over everything.
  /// - Parameter block: where the block starts and how far it reaches along each axis.
  public func write<T: Element>(_ values: UnsafeBufferPointer<T>, block: Block? = nil) throws {
    try transfer("H5Dwrite", T.elementType, values.count, block) { memory, file in
      H5Dwrite(handle.id, T.native, memory, file, 0, values.baseAddress)
    }
  }

  /// Writes numbers over a block, or over everything.
  public func write(_ values: [some Element], block: Block? = nil) throws {
    try values.withUnsafeBufferPointer { try write($0, block: block) }
  }

  /// Writes texts over a block, or over everything.
  public func write(texts: some Collection<String>, block: Block? = nil) throws {
    let encoded = try EncodedTexts(texts, object: path)
    let stored = try ElementType.text.stored()
    try transfer("H5Dwrite", .text, texts.count, block) { memory, file in
      encoded.withPointers { H5Dwrite(handle.id, stored.id, memory, file, 0, $0.baseAddress) }
    }
  }

  /// Adds numbers behind the last row of the first axis.
  public func append<T: Element>(_ values: UnsafeBufferPointer<T>) throws {
    let block = try grow(by: values.count)
    try write(values, block: block)
  }

  /// Adds numbers behind the last row of the first axis.
  public func append(_ values: [some Element]) throws { try values.withUnsafeBufferPointer { try append($0) } }

  /// Adds texts behind the last row of the first axis.
  public func append(texts: some Collection<String>) throws {
    let block = try grow(by: texts.count)
    try write(texts: texts, block: block)
  }

  /// Reads a block, or everything, into memory of exactly that many elements.
  public func read<T: Element>(into buffer: UnsafeMutableBufferPointer<T>, block: Block? = nil) throws {
    try transfer("H5Dread", T.elementType, buffer.count, block) { memory, file in
      H5Dread(handle.id, T.native, memory, file, 0, buffer.baseAddress)
    }
  }

  /// Reads a block, or everything.
  public func read<T: Element>(_ type: T.Type = T.self, block: Block? = nil) throws -> [T] {
    let count = try count(of: block)
    return try [T](unsafeUninitializedCapacity: count) { buffer, filled in
      try read(into: UnsafeMutableBufferPointer(rebasing: buffer[0..<count]), block: block)
      filled = count
    }
  }

  /// Reads a block of texts, or all of them.
  public func readTexts(block: Block? = nil) throws -> [String] {
    let count = try count(of: block)
    guard count > 0 else { return [] }
    let opaque = try Handle("H5Tcreate", on: path, release: .type) { H5Tcreate(H5T_OPAQUE, Library.referenceSize) }
    var references = [UInt8](repeating: 0, count: count * Library.referenceSize)
    try transfer("H5Dread", .text, count, block) { memory, file in
      H5Dread(handle.id, opaque.id, memory, file, 0, &references)
    }
    return try references.withUnsafeBytes { try heap.strings($0, object: path) }
  }

  /// Closes the dataset and says whether that worked: delayed writes fail here.
  public consuming func close() throws {
    let path = path
    try handle.close(path)
  }

  /// A rectangular part of an array.
  public struct Block: Sendable, Equatable {
    /// The first index along each axis.
    public var start: [Int]
    /// How many indices along each axis.
    public var count: [Int]

    /// The part that starts at `start` and reaches `count` far.
    public init(start: [Int], count: [Int]) {
      self.start = start
      self.count = count
    }

    /// Some rows of an array with one axis.
    public init(_ range: Range<Int>) { self.init(start: [range.lowerBound], count: [range.count]) }
  }

  func openSpace() throws -> Handle {
    try Handle("H5Dget_space", on: path, release: .space) { H5Dget_space(handle.id) }
  }

  private func count(of block: Block?) throws -> Int {
    guard let count = try (block?.count ?? shape()).elementCount, count <= Int.max / 16 else {
      throw HDF5Error(call: "H5Dread", object: path, cause: "its extents are not countable")
    }
    return count
  }

  private func grow(by count: Int) throws -> Block {
    var shape = try shape()
    guard let first = shape.first, let rowSize = shape.dropFirst().elementCount, rowSize > 0,
      count.isMultiple(of: rowSize)
    else { throw HDF5Error(call: "H5Dwrite", object: path, cause: "\(count) values are no whole number of rows") }
    let rows = count / rowSize
    shape[0] += rows
    try extend(to: shape)
    return Block(start: [first] + shape.dropFirst().map { _ in 0 }, count: [rows] + shape.dropFirst())
  }

  private func transfer(
    _ call: StaticString, _ type: ElementType, _ count: Int, _ block: Block?, _ body: (hid_t, hid_t) -> herr_t
  ) throws {
    guard type == self.type else {
      throw HDF5Error(
        call: "\(call)", object: path, cause: "its elements are \(self.type.rawValue), not \(type.rawValue)")
    }
    let extents = try block?.count ?? shape()
    guard extents.elementCount == count else {
      throw HDF5Error(call: "\(call)", object: path, cause: "\(count) values do not fit the shape \(extents)")
    }
    guard count > 0 else { return }
    let file = try openSpace()
    if let block { try Dataspace.select(block.start, block.count, in: file.id, object: path) }
    let memory = try Dataspace.make(extents, for: path)
    try attempt(call, on: path) { body(memory.id, file.id) }
  }
}

extension HDF5Dataset {
  /// Declares this dataset to be the names or positions along an axis of others.
  public func becomeScale(named name: String) throws {
    try attempt("H5DSset_scale", on: path) { H5DSset_scale(handle.id, name) }
  }

  /// Names one axis by a scale.
  public func attach(_ scale: borrowing HDF5Dataset, axis: Int) throws {
    let other = scale.handle.id
    try attempt("H5DSattach_scale", on: path) { H5DSattach_scale(handle.id, other, UInt32(axis)) }
  }
}

extension HDF5Dataset {
  /// A chunk's place and state in the file.
  public struct StoredChunk: Sendable, Equatable {
    /// Bytes in the file.
    public let size: Int
    /// Bit i is set where the i-th filter was left out.
    public let mask: UInt32
  }

  /// Writes the bytes of one chunk as they are, after all filters.
  /// - Parameters:
  ///   - mask: bit i is set where the i-th filter was left out.
  ///   - origin: indices of the chunk's first element.
  public func writeChunk(_ bytes: UnsafeRawBufferPointer, mask: UInt32, at origin: [Int]) throws {
    try attempt("H5Dwrite_chunk", on: path) {
      H5Dwrite_chunk(handle.id, 0, mask, origin.map { hsize_t($0) }, bytes.count, bytes.baseAddress)
    }
  }

  /// How one chunk is stored; nil where it was never written.
  public func storedChunk(at origin: [Int]) throws -> StoredChunk? {
    var mask: UInt32 = 0
    var address: haddr_t = 0
    var size: hsize_t = 0
    try attempt("H5Dget_chunk_info_by_coord", on: path) {
      H5Dget_chunk_info_by_coord(handle.id, origin.map { hsize_t($0) }, &mask, &address, &size)
    }
    guard address != haddr_t.max, let size = Int(exactly: size) else { return nil }
    return StoredChunk(size: size, mask: mask)
  }

  /// Reads the bytes of one chunk as they are stored.
  /// - Parameter limit: the most bytes a chunk of this dataset can take; more is damage.
  public func readChunk(at origin: [Int], limit: Int) throws -> (bytes: [UInt8], mask: UInt32) {
    guard let stored = try storedChunk(at: origin), stored.size > 0, stored.size <= limit else {
      throw HDF5Error(call: "H5Dread_chunk", object: path, cause: "the chunk at \(origin) is missing or oversized")
    }
    var mask: UInt32 = 0
    let bytes = try [UInt8](unsafeUninitializedCapacity: stored.size) { buffer, filled in
      try attempt("H5Dread_chunk", on: path) {
        H5Dread_chunk(handle.id, 0, origin.map { hsize_t($0) }, &mask, buffer.baseAddress)
      }
      filled = stored.size
    }
    return (bytes, mask)
  }
}
