import Glibc

/// The strings of an open file, followed from their references with every bound checked.
///
/// A reference names a heap collection by address and a string in it by index. A collection is `GCOL`, a version, its
/// size, then objects: index (2 bytes), reference count (2), reserved (4), size (8), and the bytes padded to eight.
final class TextHeap {
  private let descriptor: Int32
  private let fileSize: Int
  private var collections: [UInt64: Collection] = [:]
  private var held = 0
  private var loaded = 0
  private var known: Set<UInt64> = []
  /// Where the collections that were read keep what they hold: headers and texts, without padding and free space.
  private(set) var parts: [Range<Int>] = []
  /// Places of texts that were read since somebody asked to be told of those that nothing leads to; nil before.
  private var read: Set<Int>?
  private var places: Set<Int> = []

  private struct Collection {
    let bytes: [UInt8]
    let objects: [UInt32: Range<Int>]
  }

  /// Enough that the interleaved columns of a table find their collections again.
  private static let budget = 16 << 20
  private static let headerSize = 16
  // References may name heaps in any order, and heaps that overlap. Ours rise, so that a whole column reads each once.
  private static let mostReadings = 64

  /// - Parameter descriptor: the open file's, which stays open as long as the heap is used.
  init(descriptor: Int32) {
    self.descriptor = descriptor
    var status = stat()
    fileSize = fstat(descriptor, &status) == 0 ? Int(status.st_size) : 0
  }

  /// From now on, keeps in mind which texts are read.
  func watch() {
    (collections, held, loaded) = ([:], 0, 0)
    (read, places) = ([], [])
  }

  /// Texts in the collections that were met since `watch()` that no reference led to, by place.
  ///
  /// Where a reference was changed so that it leads to an equal text, no hash knows of it, but its own text is left over.
  var leftOvers: [Int] { places.subtracting(read ?? []).sorted() }

  /// The strings behind a run of references.
  func strings(_ references: UnsafeRawBufferPointer, object: String) throws -> [String] {
    var total = 0
    return try stride(from: 0, to: references.count, by: Library.referenceSize).map { start in
      let length = references.loadUnaligned(fromByteOffset: start, as: UInt32.self)
      let address = references.loadUnaligned(fromByteOffset: start + 4, as: UInt64.self)
      let index = references.loadUnaligned(fromByteOffset: start + 12, as: UInt32.self)
      guard address != 0 else {
        if length == 0 { return "" }
        throw damaged(object)
      }
      // Each text has a place of its own, so that all of them together are no larger than the file.
      total += Int(length)
      guard total <= fileSize else { throw damaged(object) }
      let collection = try collection(at: address, object: object)
      guard let range = collection.objects[index], range.count == Int(length),
        let text = String(validating: collection.bytes[range], as: UTF8.self)
      else { throw damaged(object) }
      read?.insert(Int(address) + range.lowerBound)
      return text
    }
  }

  private func collection(at address: UInt64, object: String) throws -> Collection {
    if let known = collections[address] { return known }
    guard let start = Int(exactly: address), start <= fileSize - Self.headerSize else { throw damaged(object) }
    let header = try bytes(at: start, count: Self.headerSize, object: object)
    let size = header.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: 8, as: UInt64.self) }
    guard header.starts(with: "GCOL\u{1}".utf8), size >= Self.headerSize, size <= UInt64(fileSize - start) else {
      throw damaged(object)
    }
    loaded += Int(size)
    guard loaded <= Self.mostReadings * fileSize + Self.budget else {
      throw HDF5Error(call: "read", object: object, cause: "its texts lie scattered, as no file of Lilt's has them")
    }
    let content = try bytes(at: start, count: Int(size), object: object)
    guard let (objects, used) = Self.objects(of: content) else { throw damaged(object) }
    if known.insert(address).inserted { parts += used.map { start + $0.lowerBound..<start + $0.upperBound } }
    if read != nil { places.formUnion(objects.values.map { start + $0.lowerBound }) }
    let collection = Collection(bytes: content, objects: objects)
    if held + content.count > Self.budget {
      collections = [:]
      held = 0
    }
    held += content.count
    collections[address] = collection
    return collection
  }

  /// Where each object of a collection lies, and all that is in use; nil where sizes make no sense, or where something
  /// stands in fields that HDF5 leaves empty.
  private static func objects(of content: [UInt8]) -> (objects: [UInt32: Range<Int>], used: [Range<Int>])? {
    var objects: [UInt32: Range<Int>] = [:], used = [0..<headerSize]
    let isSound = content.withUnsafeBytes { content in
      guard content[5..<8].allSatisfy({ $0 == 0 }) else { return false }
      var place = headerSize
      while place + headerSize <= content.count {
        let index = content.loadUnaligned(fromByteOffset: place, as: UInt16.self)
        let size = content.loadUnaligned(fromByteOffset: place + 8, as: UInt64.self)
        let start = place + headerSize
        used.append(place..<start)
        guard content[place + 2..<place + 8].allSatisfy({ $0 == 0 }) else { return false }
        // The free space counts its own header.
        guard index != 0 else { return size == UInt64(content.count - place) }
        guard size <= UInt64(content.count - start) else { return false }
        objects[UInt32(index)] = start..<start + Int(size)
        used.append(start..<start + Int(size))
        place = start + (Int(size) + 7) / 8 * 8
      }
      return true
    }
    return isSound ? (objects, used) : nil
  }

  private func bytes(at start: Int, count: Int, object: String) throws -> [UInt8] {
    try [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      while filled < count {
        let got = pread(descriptor, buffer.baseAddress! + filled, count - filled, off_t(start + filled))
        if got < 0, errno == EINTR { continue }
        guard got > 0 else { throw damaged(object) }
        filled += got
      }
    }
  }

  private func damaged(_ object: String) -> HDF5Error {
    HDF5Error(call: "read", object: object, cause: "its text is damaged: a reference leads to no string")
  }
}

/// Strings laid out as the library takes them: one block of zero-ended bytes and a pointer to each.
struct EncodedTexts {
  private var bytes: [CChar] = []
  private var starts: [Int] = []

  /// - Parameter object: where they go, for the error when one holds a zero byte, which would cut it short.
  init(_ texts: some Collection<String>, object: String) throws {
    starts.reserveCapacity(texts.count)
    for text in texts {
      starts.append(bytes.count)
      for byte in text.utf8 {
        guard byte != 0 else {
          throw HDF5Error(call: "H5Dwrite", object: object, cause: "a text holds a zero byte")
        }
        bytes.append(CChar(bitPattern: byte))
      }
      bytes.append(0)
    }
  }

  func withPointers<Result>(_ body: (UnsafeBufferPointer<UnsafePointer<CChar>>) -> Result) -> Result {
    bytes.withUnsafeBufferPointer { block in
      guard let base = block.baseAddress else { return body(UnsafeBufferPointer(start: nil, count: 0)) }
      return starts.map { base + $0 }.withUnsafeBufferPointer(body)
    }
  }
}
