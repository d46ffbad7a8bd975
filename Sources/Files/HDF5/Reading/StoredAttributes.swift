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
