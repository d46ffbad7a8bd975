import Glibc
import Networks
import System

/// Rows of a features file, decoded once, for several threads at once: in memory where they are few, else in a spool.
public struct LoadedRows: Sendable {
  private enum Values {
    case memory([Float])
    case spool(RowSpool)
  }

  private let values: Values
  private let shape: [Int]
  private let labels: [Int]
  private let names: [String]
  private let clips: [String]
  private let speakers: [String]
  private let corpora: [String]
  private let shares: [[Float]]?
  private let places: [Int: Int]

  /// Reads rows of a table.
  /// - Parameter scratch: a folder whose disk may take them.
  public init(_ selection: [Int], of table: FeatureTable, scratch: String) throws {
    try self.init(selection, of: table, scratch: scratch, budget: CachedTensor.usualBudget)
  }

  /// - Parameter budget: bytes that rows may take in memory.
  init(_ selection: [Int], of table: FeatureTable, scratch: String, budget: Int) throws {
    let data = try table.dataset(of: selection)
    let size = data.rows.shape.reduce(1, *)
    if selection.count * size * MemoryLayout<Float>.size <= budget {
      values = .memory(try Self.read(data, 0..<selection.count))
    } else {
      let spool = try RowSpool(in: scratch, rowSize: size)
      let stretch = max(1, budget / 4 / (size * MemoryLayout<Float>.size))
      for start in stride(from: 0, to: selection.count, by: stretch) {
        let part = try Self.read(data, start..<min(start + stretch, selection.count))
        try part.withUnsafeBufferPointer { try spool.write($0, from: start) }
      }
      values = .spool(spool)
    }
    shape = data.rows.shape
    labels = data.labels
    names = data.names
    clips = data.clips
    speakers = data.speakers
    corpora = data.corpora
    shares = data.shares
    places = Dictionary(uniqueKeysWithValues: zip(selection, selection.indices))
  }

  private static func read(_ data: Dataset, _ range: Range<Int>) throws -> [Float] {
    let count = range.count * data.rows.shape.reduce(1, *)
    return try [Float](unsafeUninitializedCapacity: count) { buffer, filled in
      try data.rows.read(Array(range), into: UnsafeMutableBufferPointer(rebasing: buffer[..<count]))
      filled = count
    }
  }

  /// A data set of some of the rows, by their numbers in the file; in it they count from 0.
  public func dataset(of rows: [Int]) throws -> Dataset {
    let chosen = try rows.map { row in
      guard let place = places[row] else { throw ModelError(cannot: "use", "row \(row)", "it was not loaded") }
      return place
    }
    return try Dataset(
      rows: Selection(values: values, shape: shape, places: chosen), labels: chosen.map { labels[$0] }, names: names,
      clips: chosen.map { clips[$0] }, speakers: chosen.map { speakers[$0] }, corpora: chosen.map { corpora[$0] },
      shares: shares.map { shares in chosen.map { shares[$0] } })
  }

  private struct Selection: RowSource {
    let values: Values
    let shape: [Int]
    let places: [Int]
    var count: Int { places.count }

    func read(_ rows: [Int], into buffer: UnsafeMutableBufferPointer<Float>) throws {
      let size = shape.reduce(1, *)
      for (position, row) in rows.enumerated() {
        let target = UnsafeMutableBufferPointer(rebasing: buffer[position * size..<(position + 1) * size])
        switch values {
        case .spool(let spool): try spool.read(places[row], into: target)
        case .memory(let values):
          values.withUnsafeBufferPointer {
            _ = target.update(fromContentsOf: $0[places[row] * size..<(places[row] + 1) * size])
          }
        }
      }
    }
  }
}

/// Rows of numbers beside memory instead of in it: raw, in a file without a name, which ends with the process however
/// that ends. Reading a row costs a copy out of the system's own cache, which the system shrinks when memory is short.
///
/// Any thread may read; rows that are being written must not be read meanwhile.
final class RowSpool: Sendable {
  /// Numbers in a row.
  let rowSize: Int
  private let descriptor: Int32
  private let folder: String

  /// An empty spool on the disk that holds a folder.
  init(in folder: String, rowSize: Int) throws(SystemError) {
    (self.rowSize, self.folder) = (rowSize, folder.isEmpty ? "." : folder)
    descriptor = try Self.open(in: self.folder)
  }

  deinit { close(descriptor) }

  /// Writes whole rows, the first of which gets a number.
  func write(_ values: UnsafeBufferPointer<Float>, from row: Int) throws(SystemError) {
    let bytes = UnsafeRawBufferPointer(values)
    var written = 0
    while written < bytes.count {
      let count = pwrite(
        descriptor, bytes.baseAddress! + written, bytes.count - written, off_t(row * rowBytes + written))
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw SystemError(cannot: "keep rows in", folder, errno: count < 0 ? errno : ENOSPC) }
      written += count
    }
  }

  /// Reads a row that was written.
  func read(_ row: Int, into buffer: UnsafeMutableBufferPointer<Float>) throws(SystemError) {
    let bytes = UnsafeMutableRawBufferPointer(buffer)
    var filled = 0
    while filled < rowBytes {
      let count = pread(descriptor, bytes.baseAddress! + filled, rowBytes - filled, off_t(row * rowBytes + filled))
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw SystemError(cannot: "read rows kept in", folder, errno: count < 0 ? errno : EIO) }
      filled += count
    }
  }

  private var rowBytes: Int { rowSize * MemoryLayout<Float>.size }

  private static func open(in folder: String) throws(SystemError) -> Int32 {
    // Glibc's own O_TMPFILE is a macro that Swift does not see.
    let nameless = Int32(0o20000000) | O_DIRECTORY
    let descriptor = Glibc.open(folder, nameless | O_RDWR | O_CLOEXEC, 0o600)
    if descriptor >= 0 { return descriptor }
    // A file system that knows no nameless files gets one whose name goes at once.
    var name = Array("\(folder)/.rows-XXXXXX".utf8CString)
    let named = mkstemp(&name)
    guard named >= 0 else { throw SystemError(cannot: "keep rows in", folder, errno: errno) }
    unlink(name)
    _ = fcntl(named, F_SETFD, FD_CLOEXEC)
    return named
  }
}

/// How many bytes this process could still take without driving anything out of memory: what the kernel calls
/// available, or what its control group has left, whichever is less.
func availableMemory() -> Int {
  let machine = number(after: "MemAvailable:", in: "/proc/meminfo").map { $0 * 1024 } ?? 1 << 30
  guard let limit = number(after: "", in: "/sys/fs/cgroup/memory.max"),
    let used = number(after: "", in: "/sys/fs/cgroup/memory.current")
  else { return machine }
  return min(machine, max(0, limit - used))
}

/// The first whole number behind a word in one of the kernel's small files.
private func number(after word: String, in path: String) -> Int? {
  guard let file = fopen(path, "r") else { return nil }
  defer { fclose(file) }
  var line = [CChar](repeating: 0, count: 256)
  while fgets(&line, Int32(line.count), file) != nil {
    let text = String(decoding: line.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    guard text.hasPrefix(word) else { continue }
    return text.dropFirst(word.count).split { !$0.isNumber }.first.flatMap { Int($0) }
  }
  return nil
}
