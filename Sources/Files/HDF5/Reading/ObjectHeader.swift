/// The header of a group or dataset: a list of messages, in the form of HDF5 1.8 and later.
///
/// `OHDR`, version 2, flags, perhaps times and limits, the size of the first run of messages, the messages, a checksum.
/// Further runs are blocks of their own, `OCHK` … checksum, to which a message of kind 16 leads.
struct ObjectHeader {
  /// One message: its kind, its flags, its content.
  struct Message {
    let kind: Kind
    let isShared: Bool
    let content: Bytes
  }

  /// The kinds of message that a header in this format has.
  enum Kind: UInt8 {
    case nothing, dataspace, linkInfo, datatype, oldFillValue, fillValue, link, externalFiles, layout
    case groupInfo = 10
    case filters, attribute, comment
    case continuation = 16
    case changeTime = 18
    case attributeInfo = 21
    case linkCount
  }

  private(set) var messages: [Message] = []

  private static let part = "header"
  // More than any object of ours needs; a header cannot make us read without end.
  private static let largest = 8 << 20

  /// Reads the header of the object at a place.
  init(at address: UInt64, in file: FileBytes) throws {
    // The longest prefix: letters, version, flags, four times, two limits, a size of eight bytes.
    let available = Int(min(34, UInt64(file.size) - min(address, UInt64(file.size))))
    var prefix = Bytes(try file.read(at: address, count: available, part: Self.part), part: Self.part)
    guard try prefix.take(4).rest() == Array("OHDR".utf8) else {
      throw Flaw("its header is not one of HDF5 1.10's format")
    }
    try prefix.expect(version: 2)
    let flags = try prefix.byte()
    guard flags & 0b1100_0000 == 0 else { throw Flaw.damaged(Self.part) }
    if flags & 0b10_0000 != 0 { try prefix.skip(16) }
    if flags & 0b1_0000 != 0 { try prefix.skip(4) }
    guard let size = Int(exactly: try prefix.number(1 << Int(flags & 0b11))), size <= Self.largest else {
      throw Flaw.damaged(Self.part)
    }
    let isOrdered = flags & 0b100 != 0
    var first = try file.claimChecked(at: address, count: prefix.place + size + 4, part: Self.part)
    try first.skip(prefix.place)
    var runs = [first], next = 0, total = size
    while next < runs.count {
      for (address, count) in try read(runs[next], isOrdered: isOrdered) {
        total += count
        guard total <= Self.largest else { throw Flaw("its header is absurdly large") }
        var run = try file.claimChecked(at: address, count: count, part: Self.part)
        try run.expect("OCHK")
        runs.append(run)
      }
      next += 1
    }
  }

  /// Messages of one kind.
  func all(_ kind: Kind) -> [Message] { messages.filter { $0.kind == kind } }

  /// The message of a kind that there is once at most.
  func one(_ kind: Kind) throws -> Message? {
    let found = all(kind)
    guard found.count <= 1 else { throw Flaw("its header holds two messages of kind \(kind.rawValue)") }
    return found.first
  }

  /// Takes the messages of one run; returns the runs that they lead to.
  private mutating func read(_ run: Bytes, isOrdered: Bool) throws -> [(UInt64, Int)] {
    var run = run
    var further: [(UInt64, Int)] = []
    let prefixSize = isOrdered ? 6 : 4
    while run.count >= prefixSize {
      let number = try run.byte()
      let size = try run.word()
      let flags = try run.byte()
      if isOrdered { try run.skip(2) }
      var content = try run.take(size)
      guard let kind = Kind(rawValue: number) else { throw Flaw("its header holds messages of kind \(number)") }
      switch kind {
      case .nothing: continue
      case .continuation:
        let address = try content.number(8)
        further.append((address, try content.extent()))
      default: messages.append(Message(kind: kind, isShared: flags & 0b10 != 0, content: content))
      }
    }
    return further
  }
}

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
  public let kind: HDF5Group.Link.Kind
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
