/// Where each chunk of a dataset lies, in row-major order of the chunks.
struct ChunkTable {
  /// One chunk's place.
  struct Entry: Equatable {
    /// Where its bytes begin; nil where it was never written.
    let address: UInt64?
    /// Bytes in the file.
    let size: Int
    /// Bit i is set where the i-th filter was left out.
    let mask: UInt32
  }

  private(set) var entries: [Entry] = []
  /// Chunks along each axis after the first, as the index counts them: by how far the axes may grow.
  private let strides: [Int]
  private let extents: [Int]

  /// Reads a dataset's index.
  /// - Parameters:
  ///   - shape: the dataset's extents, all above 0.
  ///   - chunkSize: bytes of a chunk before filters.
  init(
    _ index: StoredLayout.ChunkIndex, shape: [Int], maximum: [Int?], chunk: [Int], chunkSize: Int, isFiltered: Bool,
    in file: FileBytes
  ) throws {
    func count(_ extent: Int, _ chunk: Int) -> Int { extent / chunk + (extent % chunk == 0 ? 0 : 1) }
    extents = zip(shape, chunk).map(count)
    let limits = zip(maximum, chunk).map { limit, chunk in limit.map { count($0, chunk) } }
    guard !limits.dropFirst().contains(nil) else { throw Flaw("it may grow along more than its first axis") }
    strides = limits.dropFirst().map { $0 ?? 1 }
    guard !index.sparesEdges else { throw Flaw("it leaves filters out at its edges, which Lilt never does") }
    guard let inner = strides.elementCount, let needed = ([extents[0]] + strides).elementCount,
      needed <= file.size / 8 + 1, inner > 0
    else { throw Flaw("its chunks are more than the file can hold") }
    let format = ElementFormat(chunkSize: chunkSize, isFiltered: isFiltered)
    switch index.kind {
    case .single(let size, let mask, let marked):
      guard needed == 1, limits == [1] + strides, marked == isFiltered else { throw Flaw.damaged("index of chunks") }
      entries = [Entry(address: index.address, size: isFiltered ? size : chunkSize, mask: mask)]
    case .fixedArray:
      guard let all = limits[0].flatMap({ ([$0] + strides).elementCount }), all <= file.size / 8 + 1 else {
        throw Flaw.damaged("index of chunks")
      }
      entries = try FixedArray(count: all, format: format, in: file).entries(at: index.address)
    case .extensibleArray:
      guard limits[0] == nil else { throw Flaw.damaged("index of chunks") }
      var array = ExtensibleArray(count: needed, format: format, in: file)
      entries = try array.entries(at: index.address)
    case .implicit, .tree: throw Flaw("its chunks are listed in a way that Lilt does not write")
    }
    for entry in entries {
      guard let address = entry.address else { continue }
      guard entry.size > 0 else { throw Flaw("one of its chunks is empty") }
      try file.claim(address, entry.size, part: "chunk")
    }
  }

  /// The place of the chunk with these indices along the axes.
  subscript(_ indices: [Int]) -> Entry? {
    var place = 0
    for (axis, index) in indices.enumerated() {
      guard (0..<extents[axis]).contains(index) else { return nil }
      place = axis == 0 ? index : place * strides[axis - 1] + index
    }
    return entries.indices.contains(place) ? entries[place] : nil
  }

  /// Chunks within the extents that were written, and bytes that they take.
  func written() -> (count: Int, bytes: Int) {
    var (count, bytes) = (0, 0)
    for entry in entries where entry.address != nil {
      count += 1
      bytes += entry.size
    }
    return (count, bytes)
  }

  /// How an index writes one entry: the address, and where chunks pass filters their size and mask.
  struct ElementFormat {
    let chunkSize: Int
    let isFiltered: Bool
    private let sizeLength: Int

    init(chunkSize: Int, isFiltered: Bool) {
      self.chunkSize = chunkSize
      self.isFiltered = isFiltered
      // One byte more than the plain size needs, eight at most.
      let bits = Int.bitWidth - 1 - max(1, chunkSize).leadingZeroBitCount
      sizeLength = min(8, 1 + (bits + 8) / 8)
    }

    var size: Int { isFiltered ? 8 + sizeLength + 4 : 8 }
    var client: UInt8 { isFiltered ? 1 : 0 }

    func read(_ bytes: inout Bytes) throws -> Entry {
      let address = try bytes.address()
      guard isFiltered else { return Entry(address: address, size: chunkSize, mask: 0) }
      guard let size = Int(exactly: try bytes.number(sizeLength)) else { throw Flaw.damaged("index of chunks") }
      return Entry(address: address, size: size, mask: try bytes.long())
    }
  }
}

/// How the elements of an array lie in its chunks, and where they go in memory.
struct ChunkBox {
  private let shape: [Int]
  private let chunk: [Int]
  private let elementSize: Int
  /// Chunks along each axis.
  private let counts: [Int]
  /// Bytes of one chunk.
  let chunkBytes: Int

  /// - Parameters:
  ///   - shape: extents of the array, all above 0.
  ///   - chunk: extents of a chunk, as many.
  init(shape: [Int], chunk: [Int], elementSize: Int) {
    // Axes over which every chunk reaches are one with the axis before them.
    var (shape, chunk, size) = (shape, chunk, elementSize)
    while shape.count > 1, shape[shape.count - 1] == chunk[chunk.count - 1] {
      size *= shape.removeLast()
      chunk.removeLast()
    }
    (self.shape, self.chunk, self.elementSize) = (shape, chunk, size)
    counts = zip(shape, chunk).map { ($0 + $1 - 1) / $1 }
    chunkBytes = chunk.reduce(size, *)
  }

  /// Calls the body with each chunk in one row of chunks: its indices along the axes, and its number.
  func forEachChunk(ofRow row: Int, _ body: (_ indices: [Int], _ number: Int) throws -> Void) rethrows {
    let inner = counts.dropFirst().reduce(1, *)
    for place in 0..<inner {
      var (indices, rest) = (counts.map { _ in 0 }, place)
      for axis in stride(from: counts.count - 1, to: 0, by: -1) {
        indices[axis] = rest % counts[axis]
        rest /= counts[axis]
      }
      indices[0] = row
      try body(indices, row * inner + place)
    }
  }

  /// Where a chunk that lies in the target as it is begins there, in bytes; nil where it has to be cut.
  func wholePlace(of indices: [Int], rows: Range<Int>) -> Int? {
    let start = indices[0] * chunk[0]
    guard shape.count == 1, start >= rows.lowerBound, start + chunk[0] <= rows.upperBound else { return nil }
    return (start - rows.lowerBound) * elementSize
  }

  /// Copies what a chunk holds of some rows to its place among them.
  func copy(
    _ bytes: UnsafeRawBufferPointer, _ indices: [Int], rows: Range<Int>, to target: UnsafeMutableRawBufferPointer
  ) {
    var bounds = zip(indices, zip(shape, chunk)).map { index, extents in
      index * extents.1..<min(extents.0, (index + 1) * extents.1)
    }
    bounds[0] = bounds[0].clamped(to: rows)
    guard bounds.allSatisfy({ !$0.isEmpty }) else { return }
    let last = shape.count - 1
    let run = bounds[last].count * elementSize
    var place = bounds.map(\.lowerBound)
    while true {
      var (inChunk, inTarget) = (0, 0)
      for axis in 0...last {
        inChunk = inChunk * chunk[axis] + place[axis] - indices[axis] * chunk[axis]
        inTarget = inTarget * shape[axis] + place[axis] - (axis == 0 ? rows.lowerBound : 0)
      }
      UnsafeMutableRawBufferPointer(rebasing: target[(inTarget * elementSize)...].prefix(run))
        .copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[(inChunk * elementSize)...].prefix(run)))
      // The next line: the last axis but one counts fastest.
      var axis = last - 1
      while axis >= 0 {
        place[axis] += 1
        if place[axis] < bounds[axis].upperBound { break }
        place[axis] = bounds[axis].lowerBound
        axis -= 1
      }
      if axis < 0 { return }
    }
  }
}
