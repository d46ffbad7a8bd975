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

/// A group or dataset as its header describes it.
public struct StoredObject {
  /// Where it stands in the file, for example `/rows`.
  public let path: String
  /// What it is.
  public let kind: Kind
  /// What is attached to it, by name in byte order.
  public let attributes: StoredAttributes

  /// What an object can be.
  public enum Kind {
    /// Names in it, in byte order.
    case group([StoredLink])
    /// An array.
    case dataset(StoredDataset)
    /// A named datatype, or something newer.
    case other
  }

  init(at address: UInt64, path: String, in reader: FileReader) throws {
    self.path = path
    let file = reader.file
    let header = try ObjectHeader(at: address, in: file)
    if let stray = header.messages.first(where: { $0.isShared && $0.kind != .datatype }) {
      throw Flaw("its header shares a message of kind \(stray.kind.rawValue) with others")
    }
    var attributes = try header.all(.attribute).map { try StoredAttribute($0.content) }
    if let dense = try Self.dense(header.one(.attributeInfo), countedSize: 2) {
      attributes += try dense.messages(.attributes, in: file).map { try StoredAttribute($0) }
    }
    self.attributes = try StoredAttributes(attributes, path: path, heap: reader.heap)
    if let info = try header.one(.linkInfo) {
      var links = try header.all(.link).map { try StoredLink($0.content) }
      if let dense = try Self.dense(info, countedSize: 8) {
        links += try dense.messages(.links, in: file).map { try StoredLink($0) }
      }
      links.sort { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
      if let twin = zip(links, links.dropFirst()).first(where: { $0.name == $1.name }) {
        throw Flaw("it holds two objects of the name '\(twin.0.name)'")
      }
      kind = .group(links)
    } else if let space = try header.one(.dataspace), let type = try header.one(.datatype),
      let layout = try header.one(.layout)
    {
      kind = .dataset(
        try StoredDataset(
          path: path, space: StoredSpace(space.content),
          // A shared type is a name of another object's, not a type.
          type: type.isShared ? nil : StoredType(type.content), layout: StoredLayout(layout.content),
          filters: header.one(.filters).map { try storedFilters($0.content) } ?? [],
          hasExternalFiles: !header.all(.externalFiles).isEmpty, reader: reader))
    } else {
      kind = .other
    }
  }

  /// Where links or attributes lie that do not lie in the header; nil where there are none.
  /// - Parameter countedSize: bytes of the counter that stands there where the order of creation is kept.
  private static func dense(_ message: ObjectHeader.Message?, countedSize: Int) throws -> DenseStorage? {
    guard var bytes = message?.content else { return nil }
    try bytes.expect(version: 0)
    let flags = try bytes.byte()
    guard flags & ~0b11 == 0 else { throw Flaw.damaged("header") }
    if flags & 1 != 0 { try bytes.skip(countedSize) }
    guard let heap = try bytes.address() else { return nil }
    guard let names = try bytes.address() else { throw Flaw.damaged("header") }
    return DenseStorage(heap: heap, names: names)
  }
}

/// What is attached to a group or dataset.
public struct StoredAttributes {
  private let all: [String: StoredAttribute]
  private let path: String
  private let heap: TextHeap

  init(_ attributes: [StoredAttribute], path: String, heap: TextHeap) throws {
    self.path = path
    self.heap = heap
    all = Dictionary(attributes.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    guard all.count == attributes.count else { throw Flaw("it has two attributes of one name") }
  }

  /// The names, in byte order.
  public var names: [String] { all.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) } }

  /// One of them; nil where there is none of this name.
  public subscript(_ name: String) -> StoredAttribute? { all[name] }

  /// Reads numbers of exactly this type.
  public func numbers<T: Element>(_ name: String, as type: T.Type = T.self) throws -> [T] {
    let attribute = try attribute(name, T.elementType)
    let size = MemoryLayout<T>.size
    return attribute.bytes.withUnsafeBytes { bytes in
      stride(from: 0, to: bytes.count / size * size, by: size).map {
        bytes.loadUnaligned(fromByteOffset: $0, as: T.self)
      }
    }
  }

  /// Reads texts in row-major order.
  public func texts(_ name: String) throws -> [String] {
    let attribute = try attribute(name, .text)
    return try attribute.bytes.withUnsafeBytes { try heap.strings($0, object: "\(path)@\(name)") }
  }

  private func attribute(_ name: String, _ type: ElementType) throws -> StoredAttribute {
    guard let attribute = all[name] else {
      throw HDF5Error(call: "read", object: "\(path)@\(name)", cause: "there is no such attribute")
    }
    guard attribute.type == type else {
      throw HDF5Error(call: "read", object: "\(path)@\(name)", cause: "expected \(type.rawValue)")
    }
    return attribute
  }
}
