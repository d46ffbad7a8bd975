import Glibc

/// An HDF5 file read by code of ours alone: whatever stands in it, reading ends in values or in one sentence.
///
/// The C library trusts what it reads: a file made with care, every checksum right, crashes it or keeps it busy for ever.
/// So it only ever writes here. This reader knows the little of the format that Lilt writes, HDF5 1.10 with `libver`
/// v110, and refuses the rest. Sizes are compared with the file's own before anything is allocated, arithmetic cannot
/// overflow, and each byte of the file belongs to one part at most, so that nothing leads in circles.
///
/// Opening reads no object; `object(at:path:)` reads one header at a time. Not for several threads.
public final class FileReader {
  /// The file's name as it was given.
  public let path: String
  /// Where the root group's header lies.
  public let root: UInt64
  /// Bytes in the file.
  public var size: Int { file.size }
  let file: FileBytes
  let heap: TextHeap

  private static let signature: [UInt8] = [0x89, 0x48, 0x44, 0x46, 0x0D, 0x0A, 0x1A, 0x0A]

  /// Opens a file and checks its superblock.
  public init(_ path: String) throws {
    self.path = path
    do {
      file = try FileBytes(path)
      heap = TextHeap(descriptor: file.descriptor)
      root = try Self.superblock(file)
    } catch let flaw as Flaw {
      throw HDF5Error(call: "read", object: path, cause: flaw.text)
    }
  }

  /// Reads the header of an object.
  /// - Parameter path: where it stands in the file, for errors.
  public func object(at address: UInt64, path: String) throws -> StoredObject {
    try described(path) { try StoredObject(at: address, path: path, in: self) }
  }

  /// Checks that no two of the parts that were read share bytes; to be called when all objects were read.
  public func checkParts() throws { try described(path) { try file.checkClaims() } }

  /// From now on, keeps in mind which texts are read.
  public func watchTexts() { heap.watch() }

  /// The place of a text that nothing led to since `watchTexts()`; nil where there is none.
  public var leftOverText: Int? {
    heap.leftOvers.first { place in
      // Named axes keep the addresses of their names' headers among the texts.
      guard let bytes = try? file.read(at: UInt64(place), count: 8, part: "text") else { return true }
      let address = bytes.withUnsafeBytes { $0.loadUnaligned(as: UInt64.self) }
      return (try? file.read(at: address, count: 4, part: "header")) != Array("OHDR".utf8)
    }
  }

  /// Stretches of the file that belong to no part of it; to be called when all objects and all texts were read.
  ///
  /// HDF5 leaves them behind where a part outgrew its place, and checksums know nothing of them.
  public var gaps: [Range<Int>] { file.gaps(besides: heap.parts) }

  /// Writes zeros into all gaps, so that a byte which changes later is noticed there as well.
  public func clearGaps() throws {
    try described(path) {
      let writable = open(path, O_WRONLY | O_CLOEXEC)
      guard writable >= 0 else { throw Flaw(String(cString: strerror(errno))) }
      defer { close(writable) }
      for gap in gaps {
        let bytes = try file.read(at: UInt64(gap.lowerBound), count: gap.count, part: "gap")
        // What is zero already may take no room on the disk, and shall not begin to.
        guard bytes.contains(where: { $0 != 0 }) else { continue }
        var done = 0
        let zeros = [UInt8](repeating: 0, count: gap.count)
        while done < gap.count {
          let put = zeros.withUnsafeBytes {
            pwrite(writable, $0.baseAddress! + done, gap.count - done, off_t(gap.lowerBound + done))
          }
          if put < 0, errno == EINTR { continue }
          guard put > 0 else { throw Flaw(String(cString: strerror(errno))) }
          done += put
        }
      }
    }
  }

  /// The first byte in a gap that is not zero; nil where all are.
  public func firstByteInGaps() throws -> Int? {
    try described(path) {
      for gap in gaps {
        let bytes = try file.read(at: UInt64(gap.lowerBound), count: gap.count, part: "gap")
        if let place = bytes.firstIndex(where: { $0 != 0 }) { return gap.lowerBound + place }
      }
      return nil
    }
  }

  func described<Result>(_ object: String, _ body: () throws -> Result) throws -> Result {
    do {
      return try body()
    } catch let flaw as Flaw {
      throw HDF5Error(call: "read", object: object, cause: flaw.text)
    }
  }

  private static func superblock(_ file: FileBytes) throws -> UInt64 {
    guard file.size >= signature.count, try file.read(at: 0, count: 8, part: "superblock") == signature else {
      throw try Flaw(hasUserBlock(file) ? "it begins with bytes that are not HDF5's" : "it is not an HDF5 file")
    }
    let version = file.size > 8 ? try file.read(at: 8, count: 1, part: "superblock")[0] : 0
    guard version == 2 || version == 3 else {
      throw Flaw(
        "it is in an older form of HDF5 (superblock \(version)); expected that of HDF5 1.10, which h5py writes with "
          + "libver='v110'")
    }
    var block = try file.claimChecked(at: 0, count: 48, part: "superblock")
    try block.skip(9)
    guard try block.byte() == 8, try block.byte() == 8 else { throw Flaw("its addresses do not have 8 bytes") }
    guard try block.byte() == 0 else { throw Flaw("it was not closed by the program that wrote it") }
    guard try block.number(8) == 0 else { throw Flaw("its addresses do not begin at 0") }
    guard try block.address() == nil else { throw Flaw("it has settings of its own, which Lilt never writes") }
    let end = try block.number(8)
    guard end == UInt64(file.size) else {
      throw Flaw("it has \(file.size) bytes, where its header says \(end): it was cut short, or something was added")
    }
    return try block.number(8)
  }

  /// Whether HDF5's content begins further back, as it may at 512 bytes and each power of two from there.
  private static func hasUserBlock(_ file: FileBytes) throws -> Bool {
    var place = 512
    while place < file.size - 8 {
      if try file.read(at: UInt64(place), count: 8, part: "superblock") == signature { return true }
      place *= 2
    }
    return false
  }
}
