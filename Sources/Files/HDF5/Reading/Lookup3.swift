/// The checksum of HDF5's metadata, and its hash of names: Bob Jenkins's `hashlittle` of lookup3.c, from 0.
enum Lookup3 {
  static func checksum(_ bytes: some RandomAccessCollection<UInt8>) -> UInt32 {
    bytes.withContiguousStorageIfAvailable(checksum) ?? Array(bytes).withUnsafeBufferPointer(checksum)
  }

  private static func checksum(_ bytes: UnsafeBufferPointer<UInt8>) -> UInt32 {
    let start = 0xdead_beef &+ UInt32(truncatingIfNeeded: bytes.count)
    var (a, b, c) = (start, start, start)
    guard !bytes.isEmpty else { return c }
    let raw = UnsafeRawBufferPointer(bytes)
    var place = 0
    while bytes.count - place > 12 {
      a &+= raw.loadUnaligned(fromByteOffset: place, as: UInt32.self)
      b &+= raw.loadUnaligned(fromByteOffset: place + 4, as: UInt32.self)
      c &+= raw.loadUnaligned(fromByteOffset: place + 8, as: UInt32.self)
      mix(&a, &b, &c)
      place += 12
    }
    func word(_ start: Int) -> UInt32 {
      (0..<4).reduce(0) { sum, index in
        start + index < bytes.count ? sum | UInt32(bytes[start + index]) << UInt32(8 * index) : sum
      }
    }
    a &+= word(place)
    b &+= word(place + 4)
    c &+= word(place + 8)
    finish(&a, &b, &c)
    return c
  }

  private static func rotated(_ x: UInt32, _ k: UInt32) -> UInt32 { x << k | x >> (32 - k) }

  @inline(__always)
  private static func mix(_ a: inout UInt32, _ b: inout UInt32, _ c: inout UInt32) {
    a &-= c; a ^= rotated(c, 4); c &+= b
    b &-= a; b ^= rotated(a, 6); a &+= c
    c &-= b; c ^= rotated(b, 8); b &+= a
    a &-= c; a ^= rotated(c, 16); c &+= b
    b &-= a; b ^= rotated(a, 19); a &+= c
    c &-= b; c ^= rotated(b, 4); b &+= a
  }

  @inline(__always)
  private static func finish(_ a: inout UInt32, _ b: inout UInt32, _ c: inout UInt32) {
    c ^= b; c &-= rotated(b, 14)
    a ^= c; a &-= rotated(c, 11)
    b ^= a; b &-= rotated(a, 25)
    c ^= b; c &-= rotated(b, 16)
    a ^= c; a &-= rotated(c, 4)
    b ^= a; b &-= rotated(a, 14)
    c ^= b; c &-= rotated(b, 24)
  }
}
