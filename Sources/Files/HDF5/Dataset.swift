internal import CHDF5

/// An open dataset: an array of numbers or texts with as many axes as it needs, row-major.
public struct Dataset: ~Copyable {
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
