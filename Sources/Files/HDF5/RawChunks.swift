internal import CHDF5

extension Dataset {
  /// A chunk's place and state in the file.
  public struct StoredChunk: Sendable, Equatable {
    /// Bytes in the file.
    public let size: Int
    /// Bit i is set where the i-th filter was left out.
    public let mask: UInt32
  }

  /// Writes the bytes of one chunk as they are, after all filters.
  /// - Parameters:
  ///   - mask: bit i is set where the i-th filter was left out.
  ///   - origin: indices of the chunk's first element.
  public func writeChunk(_ bytes: UnsafeRawBufferPointer, mask: UInt32, at origin: [Int]) throws {
    try attempt("H5Dwrite_chunk", on: path) {
      H5Dwrite_chunk(handle.id, 0, mask, origin.map { hsize_t($0) }, bytes.count, bytes.baseAddress)
    }
  }

  /// How one chunk is stored; nil where it was never written.
  public func storedChunk(at origin: [Int]) throws -> StoredChunk? {
    var mask: UInt32 = 0
    var address: haddr_t = 0
    var size: hsize_t = 0
    try attempt("H5Dget_chunk_info_by_coord", on: path) {
      H5Dget_chunk_info_by_coord(handle.id, origin.map { hsize_t($0) }, &mask, &address, &size)
    }
    guard address != haddr_t.max, let size = Int(exactly: size) else { return nil }
    return StoredChunk(size: size, mask: mask)
  }

  /// Reads the bytes of one chunk as they are stored.
  /// - Parameter limit: the most bytes a chunk of this dataset can take; more is damage.
  public func readChunk(at origin: [Int], limit: Int) throws -> (bytes: [UInt8], mask: UInt32) {
    guard let stored = try storedChunk(at: origin), stored.size > 0, stored.size <= limit else {
      throw HDF5Error(call: "H5Dread_chunk", object: path, cause: "the chunk at \(origin) is missing or oversized")
    }
    var mask: UInt32 = 0
    let bytes = try [UInt8](unsafeUninitializedCapacity: stored.size) { buffer, filled in
      try attempt("H5Dread_chunk", on: path) {
        H5Dread_chunk(handle.id, 0, origin.map { hsize_t($0) }, &mask, buffer.baseAddress)
      }
      filled = stored.size
    }
    return (bytes, mask)
  }
}
