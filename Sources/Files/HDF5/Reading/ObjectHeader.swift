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
