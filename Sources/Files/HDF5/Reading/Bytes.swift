/// Bytes of a file read front to back, little end first. A read past the end throws; none traps.
struct Bytes {
  let all: [UInt8]
  private(set) var place: Int
  private let end: Int
  /// What they are a part of, for the flaw.
  private let part: String

  /// A whole block.
  init(_ all: [UInt8], part: String) { self.init(all, 0..<all.count, part: part) }

  /// - Parameter range: within the block.
  init(_ all: [UInt8], _ range: Range<Int>, part: String) {
    self.all = all
    (place, end) = (range.lowerBound, range.upperBound)
    self.part = part
  }

  /// Bytes that are left.
  var count: Int { end - place }

  mutating func skip(_ count: Int) throws {
    guard count >= 0, count <= end - place else { throw Flaw.damaged(part) }
    place += count
  }

  /// The next bytes as a block of their own.
  mutating func take(_ count: Int) throws -> Bytes {
    let start = place
    try skip(count)
    return Bytes(all, start..<place, part: part)
  }

  /// Everything that is left, as a list.
  func rest() -> [UInt8] { Array(all[place..<end]) }

  mutating func byte() throws -> UInt8 { UInt8(try number(1)) }

  mutating func word() throws -> Int { Int(try number(2)) }

  mutating func long() throws -> UInt32 { UInt32(try number(4)) }

  /// An unsigned number of 1 to 8 bytes.
  mutating func number(_ size: Int) throws -> UInt64 {
    guard (1...8).contains(size), size <= end - place else { throw Flaw.damaged(part) }
    var value: UInt64 = 0
    for index in 0..<size { value |= UInt64(all[place + index]) << UInt64(8 * index) }
    place += size
    return value
  }

  /// A place in the file; nil for HDF5's word for nowhere.
  mutating func address() throws -> UInt64? {
    let value = try number(8)
    return value == .max ? nil : value
  }

  /// A number of 8 bytes that an integer can hold.
  mutating func extent() throws -> Int {
    guard let value = Int(exactly: try number(8)) else { throw Flaw.damaged(part) }
    return value
  }

  /// Checks four letters that a block begins with.
  mutating func expect(_ letters: String) throws {
    guard try take(letters.utf8.count).rest() == Array(letters.utf8) else { throw Flaw.damaged(part) }
  }

  /// Checks a version.
  mutating func expect(version: UInt8) throws {
    let found = try byte()
    guard found == version else { throw Flaw("its \(part) is of version \(found); expected \(version)") }
  }
}
