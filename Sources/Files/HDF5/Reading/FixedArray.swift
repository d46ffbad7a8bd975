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
