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
