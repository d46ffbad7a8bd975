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
