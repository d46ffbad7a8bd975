import HDF5

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
