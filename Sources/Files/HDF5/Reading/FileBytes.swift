import Glibc

/// The bytes of an open file, read by place with every bound checked, and which parts of the file lie where.
///
/// No two parts of a sound file share a byte. So each part claims its bytes when it is met: a part that is met twice, by
/// a cycle or by two owners, is a flaw at once, and `checkClaims` finds parts that overlap.
final class FileBytes {
  /// Bytes in the file.
  let size: Int
  /// Stays open as long as this.
  let descriptor: Int32
  private var claims: [Range<Int>] = []
  private var starts: Set<Int> = []

  /// Opens a regular file.
  init(_ path: String) throws {
    // Whoever opens a pipe waits for its other end unless told not to.
    descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw Flaw(String(cString: strerror(errno))) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      close(descriptor)
      throw Flaw("expected a regular file")
    }
    size = Int(status.st_size)
  }

  deinit { close(descriptor) }

  /// Reads some bytes.
  func read(at address: UInt64, count: Int, part: String) throws -> [UInt8] {
    let start = try place(address, count, part)
    return try [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      try fill(UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(buffer)[..<count]), start, part)
      filled = count
    }
  }

  /// Reads bytes into memory of exactly that many.
  func read(at address: UInt64, into target: UnsafeMutableRawBufferPointer, part: String) throws {
    try fill(target, try place(address, target.count, part), part)
  }

  /// Reads a block that no other part shares.
  func claim(at address: UInt64, count: Int, part: String) throws -> [UInt8] {
    try claim(address, count, part: part)
    return try read(at: address, count: count, part: part)
  }

  /// Reads a block that ends with the checksum of what stands before.
  func claimChecked(at address: UInt64, count: Int, part: String) throws -> Bytes {
    let bytes = try claim(at: address, count: count, part: part)
    try FileBytes.check(bytes, part: part)
    return Bytes(bytes, 0..<count - 4, part: part)
  }

  /// Says that some bytes are taken.
  func claim(_ address: UInt64, _ count: Int, part: String) throws {
    let start = try place(address, count, part)
    guard count > 0 else { return }
    guard starts.insert(start).inserted else { throw Flaw("its \(part) belongs to something else as well") }
    claims.append(start..<start + count)
  }

  /// Finds parts that share bytes.
  func checkClaims() throws {
    claims.sort { $0.lowerBound < $1.lowerBound }
    for (earlier, later) in zip(claims, claims.dropFirst()) where earlier.upperBound > later.lowerBound {
      throw Flaw("two of its parts share the bytes from \(later.lowerBound) on")
    }
  }

  /// Stretches that neither a part that was met nor one of these others takes.
  func gaps(besides others: [Range<Int>]) -> [Range<Int>] {
    var gaps: [Range<Int>] = [], end = 0
    for part in (claims + others).sorted(by: { $0.lowerBound < $1.lowerBound }) {
      if part.lowerBound > end { gaps.append(end..<part.lowerBound) }
      end = max(end, part.upperBound)
    }
    if end < size { gaps.append(end..<size) }
    return gaps
  }

  /// Compares a block's last four bytes with the checksum of the others.
  static func check(_ bytes: [UInt8], part: String) throws {
    guard bytes.count >= 4 else { throw Flaw.damaged(part) }
    let sum = bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: bytes.count - 4, as: UInt32.self) }
    guard Lookup3.checksum(bytes[..<(bytes.count - 4)]) == sum else {
      throw Flaw("its \(part) is damaged: its checksum does not fit")
    }
  }

  private func place(_ address: UInt64, _ count: Int, _ part: String) throws -> Int {
    guard count >= 0, count <= size, address <= UInt64(size - count) else {
      throw Flaw("its \(part) lies outside the file")
    }
    return Int(address)
  }

  private func fill(_ target: UnsafeMutableRawBufferPointer, _ start: Int, _ part: String) throws {
    var filled = 0
    while filled < target.count {
      let got = pread(descriptor, target.baseAddress! + filled, target.count - filled, off_t(start + filled))
      if got < 0, errno == EINTR { continue }
      guard got >= 0 else { throw Flaw(String(cString: strerror(errno))) }
      guard got > 0 else { throw Flaw("its \(part) lies outside the file, which became shorter") }
      filled += got
    }
  }
}
