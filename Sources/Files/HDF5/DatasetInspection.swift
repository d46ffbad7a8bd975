internal import CHDF5

extension Dataset {
  /// How a dataset's elements are stored, as far as its header tells.
  public struct Storage: Sendable, Equatable {
    /// The layout's kind.
    public enum Kind: Sendable { case chunked, contiguous, compact, virtual }

    /// The layout's kind.
    public let kind: Kind
    /// Extents of a chunk; empty unless chunked.
    public let chunk: [Int]
    /// The identifiers of the filters, in the order of writing.
    public let filters: [Int32]
    /// Files outside this one that hold its elements.
    public let externalFiles: Int
  }

  /// Reads the header's account of the storage, touching no element and no other file.
  public func storage() throws -> Storage {
    let list = try Handle("H5Dget_create_plist", on: path, release: .list) { H5Dget_create_plist(handle.id) }
    let layout = H5Pget_layout(list.id)
    let kind: Storage.Kind =
      switch layout {
      case H5D_CHUNKED: .chunked
      case H5D_CONTIGUOUS: .contiguous
      case H5D_COMPACT: .compact
      default: .virtual
      }
    var chunk: [Int] = []
    if kind == .chunked {
      var extents = [hsize_t](repeating: 0, count: 32)
      let rank = try attempt("H5Pget_chunk", on: path) { H5Pget_chunk(list.id, 32, &extents) }
      chunk = extents.prefix(Int(rank)).map { Int(clamping: $0) }
    }
    let count = try attempt("H5Pget_nfilters", on: path) { H5Pget_nfilters(list.id) }
    let filters = try (0..<count).map { index in
      var flags: UInt32 = 0
      var elements = 0
      return try attempt("H5Pget_filter", on: path) {
        H5Pget_filter2(list.id, UInt32(index), &flags, &elements, nil, 0, nil, nil)
      }
    }
    let external = try attempt("H5Pget_external_count", on: path) { H5Pget_external_count(list.id) }
    return Storage(kind: kind, chunk: chunk, filters: filters, externalFiles: Int(external))
  }

  /// Bytes that the elements take in the file.
  public func storedSize() -> Int { Int(clamping: H5Dget_storage_size(handle.id)) }

  /// The number of chunks that exist.
  public func storedChunkCount() throws -> Int {
    let space = try openSpace()
    var count: hsize_t = 0
    try attempt("H5Dget_num_chunks", on: path) { H5Dget_num_chunks(handle.id, space.id, &count) }
    return Int(clamping: count)
  }

  /// Whether the element type is a named object of the file rather than part of the dataset.
  public func hasNamedType() throws -> Bool {
    let type = try Handle("H5Dget_type", on: path, release: .type) { H5Dget_type(handle.id) }
    return try attempt("H5Tcommitted", on: path) { H5Tcommitted(type.id) } > 0
  }
}
