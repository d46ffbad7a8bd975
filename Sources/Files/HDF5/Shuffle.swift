/// HDF5's shuffle filter: the first bytes of all elements, then the second bytes, and so on, which deflate likes.
enum Shuffle {
  /// Byte p of element i goes from i · size + p to p · count + i.
  static func apply(_ source: UnsafeRawBufferPointer, size: Int, into target: UnsafeMutableRawBufferPointer) {
    guard let from = source.baseAddress, let to = target.baseAddress else { return }
    let count = source.count / size
    switch size {
    case 4: spread(from.assumingMemoryBound(to: UInt32.self), count, into: to)
    case 8: spread(from.assumingMemoryBound(to: UInt64.self), count, into: to)
    default:
      for p in 0..<size {
        for i in 0..<count { target[p * count + i] = source[i * size + p] }
      }
    }
  }

  /// The way back.
  static func undo(_ source: UnsafeRawBufferPointer, size: Int, into target: UnsafeMutableRawBufferPointer) {
    guard let from = source.baseAddress, let to = target.baseAddress else { return }
    let count = source.count / size
    switch size {
    case 4: gather(from, count, into: to.assumingMemoryBound(to: UInt32.self))
    case 8: gather(from, count, into: to.assumingMemoryBound(to: UInt64.self))
    default:
      for p in 0..<size {
        for i in 0..<count { target[i * size + p] = source[p * count + i] }
      }
    }
  }

  @inline(__always)
  private static func spread<Word: FixedWidthInteger>(
    _ source: UnsafePointer<Word>, _ count: Int, into target: UnsafeMutableRawPointer
  ) {
    for p in 0..<MemoryLayout<Word>.size {
      let plane = (target + p * count).assumingMemoryBound(to: UInt8.self)
      let shift = Word(truncatingIfNeeded: 8 * p)
      for i in 0..<count { plane[i] = UInt8(truncatingIfNeeded: source[i] &>> shift) }
    }
  }

  @inline(__always)
  private static func gather<Word: FixedWidthInteger>(
    _ source: UnsafeRawPointer, _ count: Int, into target: UnsafeMutablePointer<Word>
  ) {
    let first = source.assumingMemoryBound(to: UInt8.self)
    for i in 0..<count { target[i] = Word(truncatingIfNeeded: first[i]) }
    for p in 1..<MemoryLayout<Word>.size {
      let plane = (source + p * count).assumingMemoryBound(to: UInt8.self)
      let shift = Word(truncatingIfNeeded: 8 * p)
      for i in 0..<count { target[i] |= Word(truncatingIfNeeded: plane[i]) &<< shift }
    }
  }
}
