/// Links or attributes of an object that has many: a fractal heap holds their messages, a tree lists them by name.
struct DenseStorage {
  /// Where the heap and the tree of names lie.
  let heap: UInt64
  let names: UInt64

  /// Which list it is: the tree's records differ.
  enum Content { case links, attributes }

  /// The messages, each read once.
  func messages(_ content: Content, in file: FileBytes) throws -> [Bytes] {
    var heap = try FractalHeap(at: heap, in: file)
    let size = content == .links ? 11 : 17
    return try SearchTree(at: names, kind: content == .links ? 5 : 8, recordSize: size, in: file).records().map {
      var record = Bytes($0, part: "list of names")
      if content == .links { try record.skip(4) }
      return try heap.object(record.take(content == .links ? 7 : 8).rest(), in: file)
    }
  }
}

/// A fractal heap: a header, `FRHP`, blocks with objects, `FHDB`, and blocks that list blocks, `FHIB`. Objects above
/// 4 KiB lie in the file by themselves.
struct FractalHeap {
  private let header: UInt64
  private let idSize: Int
  private let width: Int
  private let startSize: Int
  private let largestDirect: Int
  private let offsetSize: Int
  private let lengthSize: Int
  private let hugeTree: UInt64?
  private let root: (address: UInt64, rows: Int)?
  private var blocks: [Int: [UInt8]] = [:]
  /// Bytes of blocks that were read, and of objects in them that were handed out.
  private var (held, given) = (0, 0)
  private var lists: [Int: [UInt64?]] = [:]
  private var huge: [UInt64: (address: UInt64, size: Int)]?

  private static let part = "heap"

  init(at address: UInt64, in file: FileBytes) throws {
    header = address
    var bytes = try file.claimChecked(at: address, count: 146, part: Self.part)
    try bytes.expect("FRHP")
    try bytes.expect(version: 0)
    idSize = try bytes.word()
    // No filters; checksums on every block, as HDF5 has it for links and attributes.
    guard try bytes.word() == 0, try bytes.byte() & 0b10 != 0 else { throw Flaw.damaged(Self.part) }
    let largestObject = Int(try bytes.long())
    try bytes.skip(8)
    hugeTree = try bytes.address()
    try bytes.skip(8)
    if let manager = try bytes.address() { try Self.claimFreeSpace(at: manager, in: file) }
    try bytes.skip(64)
    width = try bytes.word()
    startSize = try bytes.extent()
    largestDirect = try bytes.extent()
    let bits = try bytes.word()
    try bytes.skip(2)
    let address = try bytes.address()
    let rows = try bytes.word()
    root = address.map { ($0, rows) }
    guard (1...64).contains(width), width & (width - 1) == 0, (64...1 << 16).contains(startSize),
      startSize & (startSize - 1) == 0, largestDirect & (largestDirect - 1) == 0,
      (startSize...1 << 24).contains(largestDirect), (16...48).contains(bits), rows <= 48,
      (1...1 << 20).contains(largestObject)
    else { throw Flaw.damaged(Self.part) }
    offsetSize = (bits + 7) / 8
    lengthSize = min(SearchTree.bytes(for: largestDirect), SearchTree.bytes(for: largestObject))
  }

  /// The list of a heap's free space, `FSHD` and `FSSE`: only writers read it, and it has checksums of its own.
  private static func claimFreeSpace(at address: UInt64, in file: FileBytes) throws {
    var manager = try file.claimChecked(at: address, count: 82, part: part)
    try manager.expect("FSHD")
    try manager.expect(version: 0)
    try manager.skip(49)
    guard let list = try manager.address() else { return }
    let used = try manager.extent(), reserved = try manager.extent()
    guard (4...max(4, reserved)).contains(used) else { throw Flaw.damaged(part) }
    var bytes = try file.claimChecked(at: list, count: used, part: part)
    try bytes.expect("FSSE")
  }

  /// The object behind an identifier.
  mutating func object(_ id: [UInt8], in file: FileBytes) throws -> Bytes {
    var bytes = Bytes(id, part: Self.part)
    guard id.count == idSize else { throw Flaw.damaged(Self.part) }
    switch try bytes.byte() {
    case 0x00:
      guard let offset = Int(exactly: try bytes.number(offsetSize)) else { throw Flaw.damaged(Self.part) }
      return try managed(offset: offset, count: Int(try bytes.number(lengthSize)), in: file)
    case 0x10:
      let key = try bytes.number(min(8, idSize - 1))
      if huge == nil { huge = try hugeObjects(in: file) }
      guard let place = huge?.removeValue(forKey: key) else { throw Flaw.damaged(Self.part) }
      return Bytes(try file.claim(at: place.address, count: place.size, part: Self.part), part: Self.part)
    default: throw Flaw.damaged(Self.part)
    }
  }

  private func hugeObjects(in file: FileBytes) throws -> [UInt64: (address: UInt64, size: Int)] {
    guard let hugeTree else { throw Flaw.damaged(Self.part) }
    var all: [UInt64: (address: UInt64, size: Int)] = [:]
    for record in try SearchTree(at: hugeTree, kind: 1, recordSize: 24, in: file).records() {
      var bytes = Bytes(record, part: Self.part)
      let place = (try bytes.number(8), try bytes.extent())
      all[try bytes.number(8)] = place
    }
    return all
  }

  private mutating func managed(offset: Int, count: Int, in file: FileBytes) throws -> Bytes {
    guard let root, count > 0 else { throw Flaw.damaged(Self.part) }
    var (address, rows, first) = (root.address, root.rows, 0)
    if rows == 0 { return try direct(address, first: 0, size: startSize, offset, count, in: file) }
    // Each step leads into a smaller block.
    while true {
      let inside = offset - first
      let unit = inside / (width * startSize)
      let row = unit == 0 ? 0 : Int.bitWidth - unit.leadingZeroBitCount
      let size = row == 0 ? startSize : startSize << (row - 1)
      let rowStart = row == 0 ? 0 : width * startSize << (row - 1)
      guard row < rows else { throw Flaw.damaged(Self.part) }
      let column = (inside - rowStart) / size
      let list = try list(at: address, first: first, rows: rows, in: file)
      guard list.indices.contains(row * width + column), let child = list[row * width + column] else {
        throw Flaw.damaged(Self.part)
      }
      first += rowStart + column * size
      guard size > largestDirect else { return try direct(child, first: first, size: size, offset, count, in: file) }
      let below = Int.bitWidth - 1 - (size / (startSize * width)).leadingZeroBitCount + 1
      guard below > 0, below < rows else { throw Flaw.damaged(Self.part) }
      (address, rows) = (child, below)
    }
  }

  /// The places that an indirect block lists.
  private mutating func list(at address: UInt64, first: Int, rows: Int, in file: FileBytes) throws -> [UInt64?] {
    if let known = lists[first << 8 | rows] { return known }
    let size = 13 + offsetSize + 8 * rows * width + 4
    var block = try file.claimChecked(at: address, count: size, part: Self.part)
    try block.expect("FHIB")
    try block.expect(version: 0)
    guard try block.number(8) == header, try block.number(offsetSize) == UInt64(first) else {
      throw Flaw.damaged(Self.part)
    }
    let list = try (0..<rows * width).map { _ in try block.address() }
    lists[first << 8 | rows] = list
    return list
  }

  /// An object in the direct block that begins at `first` in the heap's own addresses.
  private mutating func direct(
    _ address: UInt64, first: Int, size: Int, _ offset: Int, _ count: Int, in file: FileBytes
  ) throws -> Bytes {
    let prefix = 13 + offsetSize + 4
    if blocks[first] == nil {
      var bytes = try file.claim(at: address, count: size, part: Self.part)
      var block = Bytes(bytes, part: Self.part)
      try block.expect("FHDB")
      try block.expect(version: 0)
      guard try block.number(8) == header, try block.number(offsetSize) == UInt64(first) else {
        throw Flaw.damaged(Self.part)
      }
      // The checksum stands inside, and counts as zero in itself.
      let sum = try block.long()
      for place in prefix - 4..<prefix { bytes[place] = 0 }
      guard Lookup3.checksum(bytes) == sum else { throw Flaw("its heap is damaged: its checksum does not fit") }
      blocks[first] = bytes
      held += size
    }
    let start = offset - first
    given += count
    // Objects do not share bytes: all of them together are no larger than their blocks.
    guard let bytes = blocks[first], start >= prefix, count <= size - start, given <= held else {
      throw Flaw.damaged(Self.part)
    }
    return Bytes(bytes, start..<start + count, part: Self.part)
  }
}

/// A B-tree of version 2: a header, `BTHD`, leaves, `BTLF`, and nodes above them, `BTIN`.
struct SearchTree {
  private let file: FileBytes
  private let kind: UInt8
  private let recordSize: Int
  private let nodeSize: Int
  private let depth: Int
  private let root: (address: UInt64, records: Int)?
  private let total: Int
  /// For each level from the leaves up: bytes that the number of all records below a node takes.
  private var totalSizes: [Int] = [0]
  private var mostRecords: [Int]

  private static let part = "list of names"
  private static let largestDepth = 8
  // As many links or attributes as an object may have here.
  private static let most = 100_000

  init(at address: UInt64, kind: UInt8, recordSize: Int, in file: FileBytes) throws {
    (self.file, self.kind, self.recordSize) = (file, kind, recordSize)
    var header = try file.claimChecked(at: address, count: 38, part: Self.part)
    try header.expect("BTHD")
    try header.expect(version: 0)
    guard try header.byte() == kind else { throw Flaw.damaged(Self.part) }
    nodeSize = Int(try header.long())
    guard (64...1 << 20).contains(nodeSize), try header.word() == recordSize else { throw Flaw.damaged(Self.part) }
    depth = try header.word()
    guard depth <= Self.largestDepth else { throw Flaw.damaged(Self.part) }
    try header.skip(2)
    let address = try header.address()
    let records = try header.word()
    root = address.map { ($0, records) }
    total = try header.extent()
    guard total <= Self.most else { throw Flaw("it holds more than \(Self.most) objects") }
    mostRecords = [(nodeSize - 10) / recordSize]
    var below = mostRecords[0]
    for level in 0..<depth {
      let pointer = 8 + Self.bytes(for: mostRecords[0]) + totalSizes[level]
      let most = (nodeSize - 10 - pointer) / (recordSize + pointer)
      guard most > 0 else { throw Flaw.damaged(Self.part) }
      mostRecords.append(most)
      let (product, overflow) = (most + 1).multipliedReportingOverflow(by: below)
      below = overflow ? .max / 2 : min(.max / 2, product + most)
      totalSizes.append(Self.bytes(for: below))
    }
  }

  /// All records in the order of the tree.
  func records() throws -> [[UInt8]] {
    guard let root else { return [] }
    var records: [[UInt8]] = []
    try visit(root.address, level: depth, count: root.records, into: &records)
    guard records.count == total else { throw Flaw.damaged(Self.part) }
    return records
  }

  private func visit(_ address: UInt64, level: Int, count: Int, into records: inout [[UInt8]]) throws {
    guard count <= mostRecords[level], records.count + count <= total else { throw Flaw.damaged(Self.part) }
    let pointer = level == 0 ? 0 : 8 + Self.bytes(for: mostRecords[0]) + (level > 1 ? totalSizes[level - 1] : 0)
    let used = 6 + count * recordSize + (level == 0 ? 0 : (count + 1) * pointer) + 4
    guard used <= nodeSize else { throw Flaw.damaged(Self.part) }
    // The room behind is nobody's yet, and lies within the file as well.
    _ = try file.read(at: address, count: nodeSize, part: Self.part)
    var node = try file.claimChecked(at: address, count: used, part: Self.part)
    try node.expect(level == 0 ? "BTLF" : "BTIN")
    try node.expect(version: 0)
    guard try node.byte() == kind else { throw Flaw.damaged(Self.part) }
    let own = try (0..<count).map { _ in try node.take(recordSize).rest() }
    guard level > 0 else {
      records += own
      return
    }
    for index in 0...count {
      guard let child = try node.address() else { throw Flaw.damaged(Self.part) }
      let number = Int(try node.number(Self.bytes(for: mostRecords[0])))
      if level > 1 { try node.skip(totalSizes[level - 1]) }
      try visit(child, level: level - 1, count: number, into: &records)
      if index < count { records.append(own[index]) }
    }
  }

  /// Bytes that a number up to this takes: HDF5's `H5VM_limit_enc_size`.
  static func bytes(for limit: Int) -> Int { (Int.bitWidth - 1 - max(1, limit).leadingZeroBitCount) / 8 + 1 }
}
