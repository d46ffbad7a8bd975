// What the messages of a header say, byte by byte as the HDF5 File Format Specification, version 3, has it.

/// Extents: of a dataset, or of an attribute.
struct StoredSpace: Sendable, Equatable {
  /// Extents; empty for a single value, nil for no value at all.
  let shape: [Int]?
  /// How far each axis may grow; nil for without bound.
  let maximum: [Int?]

  init(_ bytes: Bytes) throws {
    var bytes = bytes
    let version = try bytes.byte()
    let rank = Int(try bytes.byte())
    let flags = try bytes.byte()
    guard rank <= 32, flags & ~1 == 0 else { throw Flaw.damaged("shape") }
    switch version {
    case 1:
      try bytes.skip(5)
    case 2:
      let kind = try bytes.byte()
      guard kind <= 2, (kind == 1) == (rank > 0) else { throw Flaw.damaged("shape") }
      if kind == 2 {
        (shape, maximum) = (nil, [])
        return
      }
    default: throw Flaw("its shape is of version \(version); expected 2")
    }
    let shape = try (0..<rank).map { _ in try bytes.number(8) }
    let limits = flags & 1 == 0 ? shape : try (0..<rank).map { _ in try bytes.number(8) }
    guard zip(shape, limits).allSatisfy({ $0 <= $1 }) else { throw Flaw.damaged("shape") }
    self.shape = try shape.map { extent in
      guard let extent = Int(exactly: extent) else { throw Flaw("its extents are not countable") }
      return extent
    }
    maximum = limits.map { Int(exactly: $0) }
  }
}

/// What one element is.
struct StoredType: Sendable, Equatable {
  /// The type where it is one that Lilt's files use.
  let element: ElementType?
  /// Bytes of one element.
  let size: Int

  private static let float32: [UInt8] = [0, 0, 32, 0, 23, 8, 0, 23, 127, 0, 0, 0]
  private static let float64: [UInt8] = [0, 0, 64, 0, 52, 11, 0, 52, 255, 3, 0, 0]

  init(_ bytes: Bytes) throws {
    var bytes = bytes
    let first = try bytes.byte()
    guard (1...4).contains(first >> 4) else { throw Flaw.damaged("type") }
    let bits = Int(try bytes.number(3))
    guard let size = Int(exactly: try bytes.long()), (1...1 << 24).contains(size) else { throw Flaw.damaged("type") }
    self.size = size
    switch first & 0xF {
    case 0: element = try Self.integer(bits: bits, size, bytes)
    case 1: element = Self.float(bits: bits, size, bytes.rest())
    case 9: element = try Self.text(bits: bits, size, bytes)
    default: element = nil
    }
  }

  private static func integer(bits: Int, _ size: Int, _ rest: Bytes) throws -> ElementType? {
    var rest = rest
    // Bit 0: big end first; 1 and 2: padding; 3: signed.
    guard bits & ~0b1000 == 0, try rest.word() == 0, try rest.word() == 8 * size else { return nil }
    let isSigned = bits != 0
    switch size {
    case 1: return isSigned ? .int8 : .uint8
    case 2: return isSigned ? .int16 : .uint16
    case 4: return isSigned ? .int32 : .uint32
    case 8: return isSigned ? .int64 : .uint64
    default: return nil
    }
  }

  private static func float(bits: Int, _ size: Int, _ rest: [UInt8]) -> ElementType? {
    // Little end first, an implied leading one, the sign in the highest bit.
    if size == 4, bits == 31 << 8 | 0x20, rest.starts(with: float32) { return .float32 }
    if size == 8, bits == 63 << 8 | 0x20, rest.starts(with: float64) { return .float64 }
    return nil
  }

  private static func text(bits: Int, _ size: Int, _ base: Bytes) throws -> ElementType? {
    // Bits 0–3: a string rather than a sequence; 4–7: ended by zero, zeros or spaces; 8–11: the encoding.
    guard bits & 0xF == 1, bits >> 4 & 0xF <= 2, bits >> 8 <= 1, size == Library.referenceSize else { return nil }
    let base = try StoredType(base)
    return base.size == 1 ? .text : nil
  }
}

/// Filters that chunks pass, in the order of writing.
func storedFilters(_ bytes: Bytes) throws -> [Int32] {
  var bytes = bytes
  try bytes.expect(version: 2)
  let count = Int(try bytes.byte())
  guard count <= 32 else { throw Flaw.damaged("list of filters") }
  return try (0..<count).map { _ in
    let number = try bytes.word()
    let nameLength = number >= 256 ? try bytes.word() : 0
    try bytes.skip(2)
    let values = try bytes.word()
    try bytes.skip(nameLength)
    try bytes.skip(4 * values)
    return Int32(number)
  }
}

/// A name in a group and what it leads to.
public struct StoredLink: Sendable, Equatable {
  /// The name within the group.
  public let name: String
  /// Whether it names an object of this file, or points elsewhere.
  public let kind: Group.Link.Kind
  /// Where the object's header lies; 0 unless the link is hard.
  public let address: UInt64

  init(_ bytes: Bytes) throws {
    var bytes = bytes
    try bytes.expect(version: 1)
    let flags = try bytes.byte()
    guard flags & 0b1110_0000 == 0 else { throw Flaw.damaged("link") }
    let type = flags & 0b1000 != 0 ? try bytes.byte() : 0
    if flags & 0b100 != 0 { try bytes.skip(8) }
    if flags & 0b1_0000 != 0 { try bytes.skip(1) }
    guard let length = Int(exactly: try bytes.number(1 << Int(flags & 0b11))) else { throw Flaw.damaged("link") }
    let text = try bytes.take(length).rest()
    guard let name = String(validating: text, as: UTF8.self) else { throw Flaw("a name in it is not UTF-8") }
    guard !name.isEmpty, name != ".", !text.contains(0), !text.contains(UInt8(ascii: "/")) else {
      throw Flaw("a name in it is none")
    }
    self.name = name
    switch type {
    case 0: (kind, address) = (.hard, try bytes.number(8))
    case 1: (kind, address) = (.soft, 0)
    case 64: (kind, address) = (.external, 0)
    default: (kind, address) = (.userDefined, 0)
    }
  }
}
