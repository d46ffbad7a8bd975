/// An index of as many chunks as the dataset can ever have: a header, `FAHD`, and one block of entries, `FADB`, in pages
/// with checksums of their own where there are more than 1024.
struct FixedArray {
  let count: Int
  let format: ChunkTable.ElementFormat
  let file: FileBytes

  private static let part = "index of chunks"
  private static let pageBits: UInt8 = 10
  private static let pageCount = 1 << 10

  init(count: Int, format: ChunkTable.ElementFormat, in file: FileBytes) {
    (self.count, self.format, self.file) = (count, format, file)
  }

  func entries(at address: UInt64?) throws -> [ChunkTable.Entry] {
    let missing = ChunkTable.Entry(address: nil, size: 0, mask: 0)
    guard let address else { return Array(repeating: missing, count: count) }
    var header = try file.claimChecked(at: address, count: 28, part: Self.part)
    try header.expect("FAHD")
    try header.expect(version: 0)
    guard try header.byte() == format.client, try header.byte() == format.size, try header.byte() == Self.pageBits,
      try header.extent() == count
    else { throw Flaw.damaged(Self.part) }
    guard let block = try header.address() else { return Array(repeating: missing, count: count) }
    let pages = count > Self.pageCount ? (count + Self.pageCount - 1) / Self.pageCount : 0
    let prefix = 14 + (pages > 0 ? (pages + 7) / 8 : count * format.size) + 4
    let all = try file.claim(
      at: block, count: prefix + (pages > 0 ? count * format.size + 4 * pages : 0), part: Self.part)
    try FileBytes.check(Array(all[..<prefix]), part: Self.part)
    var bytes = Bytes(all, part: Self.part)
    try bytes.expect("FADB")
    try bytes.expect(version: 0)
    guard try bytes.byte() == format.client, try bytes.number(8) == address else { throw Flaw.damaged(Self.part) }
    guard pages > 0 else { return try (0..<count).map { _ in try format.read(&bytes) } }
    let isThere = try bytes.take((pages + 7) / 8).rest()
    try bytes.skip(4)
    var entries: [ChunkTable.Entry] = []
    for page in 0..<pages {
      let number = min(Self.pageCount, count - page * Self.pageCount)
      let content = try bytes.take(number * format.size + 4)
      // The first page stands in the highest bit.
      guard isThere[page / 8] >> UInt8(7 - page % 8) & 1 == 1 else {
        entries += Array(repeating: missing, count: number)
        continue
      }
      try FileBytes.check(content.rest(), part: Self.part)
      var page = content
      for _ in 0..<number { entries.append(try format.read(&page)) }
    }
    return entries
  }
}

/// An index of chunks of which there may be ever more: a header, `EAHD`, an index block, `EAIB`, with the first entries and
/// the places of data blocks, `EADB`, and of blocks that list further ones, `EASB`. Each pair of levels doubles a block.
///
/// With HDF5's constants: 4 entries in the index block; then levels s = 0, 1, … of 2^⌊s/2⌋ data blocks of
/// 16 · 2^⌈s/2⌉ entries, of which the index block lists those of the first four itself.
struct ExtensibleArray {
  let count: Int
  let format: ChunkTable.ElementFormat
  let file: FileBytes
  private var entries: [ChunkTable.Entry] = []
  private var header: UInt64 = 0
  /// Entries that the data blocks have room for.
  private var room = 0

  private static let part = "index of chunks"
  // Bits of the highest index, entries in the index block, entries in the least block, its pointers, bits of a page.
  private static let constants: [UInt8] = [32, 4, 16, 4, 10]
  private static let offsetSize = 4
  private static let levels = 29
  private static let ownLevels = 4
  private static let pageCount = 1 << 10

  init(count: Int, format: ChunkTable.ElementFormat, in file: FileBytes) {
    (self.count, self.format, self.file) = (count, format, file)
  }

  mutating func entries(at address: UInt64?) throws -> [ChunkTable.Entry] {
    guard let address else { return missing(count) }
    self.header = address
    var header = try file.claimChecked(at: address, count: 72, part: Self.part)
    try header.expect("EAHD")
    try header.expect(version: 0)
    guard try header.byte() == format.client, try header.byte() == format.size,
      try header.take(5).rest() == Self.constants
    else { throw Flaw.damaged(Self.part) }
    // How many blocks there are and their bytes, which nobody needs; then the highest index and the entries there are.
    try header.skip(32)
    guard try header.extent() == count else { throw Flaw.damaged(Self.part) }
    let all = try header.extent()
    guard let block = try header.address() else { return missing(count) }
    try readIndexBlock(at: block)
    guard all == 4 + room else { throw Flaw.damaged(Self.part) }
    return entries
  }

  private mutating func readIndexBlock(at address: UInt64) throws {
    let (direct, indirect) = (6, Self.levels - Self.ownLevels)
    let size = 14 + 4 * format.size + 8 * (direct + indirect) + 4
    var block = try open("EAIB", at: address, count: size, offset: nil)
    for index in 0..<4 {
      let entry = try format.read(&block)
      if index < count { entries.append(entry) }
    }
    var (offset, number) = (0, 0)
    for level in 0..<Self.ownLevels {
      for _ in 0..<1 << (level / 2) {
        // HDF5 counts the blocks before this one as if all were as long as this one.
        try readDataBlock(at: block.address(), level: level, offset: offset + number * Self.length(level))
        number += 1
      }
      offset += (1 << (level / 2)) * Self.length(level)
    }
    for level in Self.ownLevels..<Self.levels {
      let place = try block.address()
      let blocks = 1 << (level / 2)
      if entries.count < count {
        if let place {
          try readLevel(level, at: place, offset: offset)
        } else {
          entries += missing(min(count - entries.count, blocks * Self.length(level)))
        }
      } else if place != nil {
        throw Flaw.damaged(Self.part)
      }
      offset += blocks * Self.length(level)
    }
  }

  private mutating func readLevel(_ level: Int, at address: UInt64, offset: Int) throws {
    let blocks = 1 << (level / 2), length = Self.length(level)
    let pages = length > Self.pageCount ? length / Self.pageCount : 0
    let marks = (pages + 7) / 8
    let size = 14 + Self.offsetSize + blocks * (marks + 8) + 4
    var block = try open("EASB", at: address, count: size, offset: offset)
    let isThere = try (0..<blocks).map { _ in try block.take(marks).rest() }
    for index in 0..<blocks {
      try readDataBlock(at: block.address(), level: level, offset: offset + index * length, pages: isThere[index])
    }
  }

  private mutating func readDataBlock(at address: UInt64?, level: Int, offset: Int, pages marks: [UInt8] = []) throws {
    guard entries.count < count else {
      guard address == nil else { throw Flaw.damaged(Self.part) }
      return
    }
    let length = Self.length(level), wanted = min(length, count - entries.count)
    guard let address else {
      entries += missing(wanted)
      return
    }
    room += length
    guard length > Self.pageCount else {
      var block = try open("EADB", at: address, count: 18 + length * format.size + 4, offset: offset)
      for _ in 0..<wanted { entries.append(try format.read(&block)) }
      return
    }
    let pageSize = Self.pageCount * format.size + 4, pages = length / Self.pageCount
    _ = try open("EADB", at: address, count: 22, offset: offset)
    try file.claim(address + 22, pages * pageSize, part: Self.part)
    for page in 0..<pages where page * Self.pageCount < wanted {
      let number = min(Self.pageCount, wanted - page * Self.pageCount)
      guard marks.indices.contains(page / 8), marks[page / 8] >> UInt8(7 - page % 8) & 1 == 1 else {
        entries += missing(number)
        continue
      }
      let bytes = try file.read(at: address + 22 + UInt64(page * pageSize), count: pageSize, part: Self.part)
      try FileBytes.check(bytes, part: Self.part)
      var content = Bytes(bytes, part: Self.part)
      for _ in 0..<number { entries.append(try format.read(&content)) }
    }
  }

  /// Reads a block whose checksum fits and that belongs to this array, up to its content.
  private func open(_ letters: String, at address: UInt64, count: Int, offset: Int?) throws -> Bytes {
    var block = try file.claimChecked(at: address, count: count, part: Self.part)
    try block.expect(letters)
    try block.expect(version: 0)
    guard try block.byte() == format.client, try block.number(8) == header else { throw Flaw.damaged(Self.part) }
    if let offset {
      guard try block.number(Self.offsetSize) == UInt64(offset) else { throw Flaw.damaged(Self.part) }
    }
    return block
  }

  private func missing(_ count: Int) -> [ChunkTable.Entry] {
    Array(repeating: ChunkTable.Entry(address: nil, size: 0, mask: 0), count: count)
  }

  /// Entries in one data block of a level.
  private static func length(_ level: Int) -> Int { 16 << ((level + 1) / 2) }
}
