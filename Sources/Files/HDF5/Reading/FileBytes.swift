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

/// Bytes of a file read front to back, little end first. A read past the end throws; none traps.
struct Bytes {
  let all: [UInt8]
  private(set) var place: Int
  private let end: Int
  /// What they are a part of, for the flaw.
  private let part: String

  /// A whole block.
  init(_ all: [UInt8], part: String) { self.init(all, 0..<all.count, part: part) }

  /// - Parameter range: within the block.
  init(_ all: [UInt8], _ range: Range<Int>, part: String) {
    self.all = all
    (place, end) = (range.lowerBound, range.upperBound)
    self.part = part
  }

  /// Bytes that are left.
  var count: Int { end - place }

  mutating func skip(_ count: Int) throws {
    guard count >= 0, count <= end - place else { throw Flaw.damaged(part) }
    place += count
  }

  /// The next bytes as a block of their own.
  mutating func take(_ count: Int) throws -> Bytes {
    let start = place
    try skip(count)
    return Bytes(all, start..<place, part: part)
  }

  /// Everything that is left, as a list.
  func rest() -> [UInt8] { Array(all[place..<end]) }

  mutating func byte() throws -> UInt8 { UInt8(try number(1)) }

  mutating func word() throws -> Int { Int(try number(2)) }

  mutating func long() throws -> UInt32 { UInt32(try number(4)) }

  /// An unsigned number of 1 to 8 bytes.
  mutating func number(_ size: Int) throws -> UInt64 {
    guard (1...8).contains(size), size <= end - place else { throw Flaw.damaged(part) }
    var value: UInt64 = 0
    for index in 0..<size { value |= UInt64(all[place + index]) << UInt64(8 * index) }
    place += size
    return value
  }

  /// A place in the file; nil for HDF5's word for nowhere.
  mutating func address() throws -> UInt64? {
    let value = try number(8)
    return value == .max ? nil : value
  }

  /// A number of 8 bytes that an integer can hold.
  mutating func extent() throws -> Int {
    guard let value = Int(exactly: try number(8)) else { throw Flaw.damaged(part) }
    return value
  }

  /// Checks four letters that a block begins with.
  mutating func expect(_ letters: String) throws {
    guard try take(letters.utf8.count).rest() == Array(letters.utf8) else { throw Flaw.damaged(part) }
  }

  /// Checks a version.
  mutating func expect(version: UInt8) throws {
    let found = try byte()
    guard found == version else { throw Flaw("its \(part) is of version \(found); expected \(version)") }
  }
}

/// What is wrong with a part of a file, in words; whoever knows the object makes an `HDF5Error` of it.
struct Flaw: Error, Equatable {
  let text: String

  init(_ text: String) { self.text = text }

  /// A part whose bytes are not what they should be.
  static func damaged(_ part: String) -> Flaw { Flaw("its \(part) is damaged") }
}
