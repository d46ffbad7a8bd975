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

/// A small value stored with a group or dataset.
public struct StoredAttribute: Sendable, Equatable {
  /// Its name.
  public let name: String
  /// What its elements are; nil where it is of a kind that Lilt does not use.
  public let type: ElementType?
  /// Its extents; empty for a single value.
  public let shape: [Int]
  let bytes: [UInt8]

  init(_ message: Bytes) throws {
    var message = message
    let version = try message.byte()
    guard (1...3).contains(version) else { throw Flaw("an attribute of it is of version \(version); expected 3") }
    let flags = try message.byte()
    guard version == 1 || flags == 0 else { throw Flaw("an attribute of it has a named type; expected a plain one") }
    let sizes = try (0..<3).map { _ in try message.word() }
    if version == 3 { try message.skip(1) }
    func padded(_ size: Int) -> Int { version == 1 ? (size + 7) / 8 * 8 : size }
    let name = try message.take(padded(sizes[0])).rest().prefix { $0 != 0 }
    guard let text = String(validating: name, as: UTF8.self), !text.isEmpty, text.utf8.count < sizes[0] else {
      throw Flaw("the name of an attribute of it is not UTF-8")
    }
    self.name = text
    let type = try StoredType(message.take(padded(sizes[1])))
    let space = try StoredSpace(message.take(padded(sizes[2])))
    self.type = space.shape == nil ? nil : type.element
    shape = space.shape ?? []
    guard let count = space.shape.map({ $0.elementCount }) ?? 0, count <= Self.largest,
      count * type.size <= message.count
    else { throw Flaw("its attribute '\(text)' claims the shape \(shape), which it does not hold") }
    bytes = try message.take(count * type.size).rest()
  }

  private static let largest = 1 << 20
}
