import HDF5

/// Reads rows of different lengths, one at a time.
public final class RaggedReader {
  private let file: InputFile
  private let path: String
  private let values: StoredDataset
  private let offsets: [Int]  // [M + 1]

  init(_ file: InputFile, _ group: String) throws {
    self.file = file
    path = group
    let stored = try file.array(group + "/offsets", of: Int64.self)
    let count = Int64(file.shape(of: group + "/values")?.first ?? 0)
    guard stored.first == 0, stored.last == count, zip(stored, stored.dropFirst()).allSatisfy({ $0 <= $1 }) else {
      throw file.refusal(group + "/offsets", "must rise from 0 to \(count), the number of values")
    }
    offsets = stored.map(Int.init)
    values = try file.dataset(group + "/values")
  }

  /// The number of rows.
  public var count: Int { offsets.count - 1 }

  /// How many values a row has.
  public func length(of row: Int) -> Int { offsets[row + 1] - offsets[row] }

  /// The longest row's length.
  public var longest: Int { (0..<count).map(length).max() ?? 0 }

  /// Reads a row into memory of exactly its length; one that holds anything but real numbers is refused by name.
  public func read(_ row: Int, into buffer: UnsafeMutableBufferPointer<Float>) throws {
    precondition(buffer.count == length(of: row), "row \(row) has \(length(of: row)) values")
    try file.read { try values.read(into: buffer, rows: offsets[row]..<offsets[row + 1]) }
    try file.checkFinite(UnsafeBufferPointer(buffer), of: "\(path)/values") {
      "sample \($0) of \(file.spokenRow(row))"
    }
  }

  /// Reads a row.
  public func read(_ row: Int) throws -> [Float] {
    let count = length(of: row)
    return try [Float](unsafeUninitializedCapacity: count) { buffer, filled in
      try read(row, into: UnsafeMutableBufferPointer(rebasing: buffer[..<count]))
      filled = count
    }
  }
}

extension InputFile {
  /// Samples a second of the sound in the file.
  public func rate() throws -> Int { try number("rate", of: "/audio", in: 1...Int(Schema.rates)) }

  /// The rows of different lengths under a group.
  public func ragged(_ group: String) throws -> RaggedReader { try RaggedReader(self, group) }
}

/// Writes rows of different lengths end to end: `values` holds them all, `offsets` where each begins and the last ends.
public final class RaggedWriter: Writer {
  /// Rows written so far.
  public var rowCount: Int { ends.count - 1 }

  private let values: ArrayWriter<Float>  // [ΣT]
  private let offsets: ArrayWriter<Int64>  // [M + 1]
  private var ends: [Int64] = [0]

  // Sound does not deflate worth the time. 256 KiB is large enough for the disk and small enough for a short file.
  private static let chunkSize = 256 << 10

  init(_ session: Session, _ group: String) throws {
    values = try ArrayWriter(
      session, group + "/values", rowShape: [], compressed: false, chunkSize: Self.chunkSize)
    offsets = try ArrayWriter(session, group + "/offsets")
  }

  /// Adds a row.
  public func append(_ row: UnsafeBufferPointer<Float>) throws {
    try values.append(row)
    ends.append(ends[ends.count - 1] + Int64(row.count))
  }

  /// Adds a row.
  public func append(_ row: [Float]) throws { try row.withUnsafeBufferPointer { try append($0) } }

  func finish() throws {
    try values.finish()
    try offsets.append(ends)
    try offsets.finish()
  }
}
