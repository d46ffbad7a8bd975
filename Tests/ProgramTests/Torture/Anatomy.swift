@testable import HDF5

/// The parts of an HDF5 file's metadata that carry checksums, found by their letters, so that they can be changed and
/// their checksums made right again: what a program meets that was written by somebody with care.
struct Anatomy {
  /// A part: its place, and where within it its checksum stands.
  private struct Part {
    let range: Range<Int>
    let checksum: Int
  }

  private let bytes: [UInt8]
  /// Parts by their letters, so that rare ones are changed as often as frequent ones.
  private let parts: [[Part]]
  /// Places where heaps of texts and blocks begin: values that a pointer may take.
  private let landmarks: [Int]

  /// Takes a file apart.
  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    let letters = [
      "\u{89}HDF", "OHDR", "OCHK", "BTHD", "BTLF", "BTIN", "FRHP", "FHDB", "FHIB", "FAHD", "FADB", "EAHD", "EAIB",
      "EASB", "EADB", "GCOL",
    ]
    var found: [String: [Part]] = [:]
    var places: [Int] = []
    let codes = letters.map { $0.unicodeScalars.map { UInt8($0.value) } }
    let firsts = Set(codes.map { $0[0] })
    for start in 0..<max(0, bytes.count - 24) where firsts.contains(bytes[start]) {
      guard let kind = codes.firstIndex(where: { bytes[start..<start + 4].elementsEqual($0) }) else { continue }
      places.append(start)
      if let part = Anatomy.part(letters[kind], at: start, in: bytes) { found[letters[kind], default: []].append(part) }
    }
    parts = letters.compactMap { found[$0] }
    landmarks = places
  }

  /// The file with one to three fields of one part changed, its checksum made right.
  func changed(by chance: inout Chance) -> [UInt8] {
    let part = parts.randomElement(using: &chance)!.randomElement(using: &chance)!
    var bytes = bytes
    for _ in 0..<Int.random(in: 1...3, using: &chance) {
      let place = Int.random(in: part.range.dropFirst(4), using: &chance)
      switch Int.random(in: 0..<6, using: &chance) {
      case 0: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &chance)
      case 1: bytes[place] = [0, 1, 2, 0x7F, 0x80, 0xFF].randomElement(using: &chance)!
      case 2: bytes[place] = bytes[place] &+ (Bool.random(using: &chance) ? 1 : 255)
      case 3: write(number(by: &chance), size: 2, at: place, within: part.range, &bytes)
      case 4: write(number(by: &chance), size: 4, at: place, within: part.range, &bytes)
      default: write(number(by: &chance), size: 8, at: place, within: part.range, &bytes)
      }
    }
    seal(part, &bytes)
    return bytes
  }

  private func number(by chance: inout Chance) -> UInt64 {
    switch Int.random(in: 0..<8, using: &chance) {
    case 0: UInt64(landmarks.randomElement(using: &chance)!)
    case 1: UInt64(bytes.count) &+ UInt64.random(in: 0...16, using: &chance) &- 8
    case 2: .max
    case 3: 1 << UInt64.random(in: 0..<64, using: &chance)
    case 4: (1 << UInt64.random(in: 1..<64, using: &chance)) - 1
    case 5: UInt64.random(in: 0..<70_000, using: &chance)
    case 6: UInt64.random(in: .min ... .max, using: &chance)
    default: 0
    }
  }

  private func write(_ value: UInt64, size: Int, at place: Int, within range: Range<Int>, _ bytes: inout [UInt8]) {
    for index in 0..<size where range.contains(place + index) {
      bytes[place + index] = UInt8(truncatingIfNeeded: value >> UInt64(8 * index))
    }
  }

  private func seal(_ part: Part, _ bytes: inout [UInt8]) {
    guard part.checksum > 0 else { return }
    let sum = Anatomy.sum(part.range, part.checksum, bytes)
    write(UInt64(sum), size: 4, at: part.range.lowerBound + part.checksum, within: part.range, &bytes)
  }

  /// The checksum of a part: over what stands before it, or, where it stands inside, over all with zeros in its place.
  private static func sum(_ range: Range<Int>, _ checksum: Int, _ bytes: [UInt8]) -> UInt32 {
    if checksum == range.count - 4 { return Lookup3.checksum(bytes[range.dropLast(4)]) }
    var copy = Array(bytes[range])
    for index in 0..<4 { copy[checksum + index] = 0 }
    return Lookup3.checksum(copy)
  }

  private static func part(_ letters: String, at start: Int, in bytes: [UInt8]) -> Part? {
    func fits(_ count: Int, checksum: Int? = nil) -> Part? {
      let place = checksum ?? count - 4
      guard place > 0, start + count <= bytes.count else { return nil }
      let range = start..<start + count
      let stored = (0..<4).reduce(UInt32(0)) { $0 | UInt32(bytes[start + place + $1]) << UInt32(8 * $1) }
      return sum(range, place, bytes) == stored ? Part(range: range, checksum: place) : nil
    }
    switch letters {
    case "GCOL":
      // Heaps of texts have no checksum.
      return Part(range: start..<min(bytes.count, start + 400), checksum: 0)
    case "FHDB":
      for size in (9...16).map({ 1 << $0 }) {
        for offset in [4, 5] { if let part = fits(size, checksum: 13 + offset) { return part } }
      }
      return nil
    default:
      // Sizes depend on what stands elsewhere; the checksum says which it is.
      for count in 14..<min(2600, bytes.count - start) { if let part = fits(count) { return part } }
      return nil
    }
  }
}
