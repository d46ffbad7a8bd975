internal import CHDF5

/// A filter that chunks pass on their way into the file.
public enum Filter: Int32, Sendable, Equatable {
  case deflate = 1
  case shuffle = 2
  case fletcher32 = 3

  /// Its name in summaries.
  public var name: String {
    switch self {
    case .deflate: "deflate"
    case .shuffle: "shuffle"
    case .fletcher32: "fletcher32"
    }
  }
}

/// How a dataset's elements lie in the file.
public struct ChunkLayout: Sendable, Equatable {
  /// Extents of one chunk.
  public var chunk: [Int]
  /// How far each axis may grow; nil for without bound.
  public var maximum: [Int?]
  /// Whether chunks are shuffled and deflated; every chunk of numbers has its checksum in any case.
  public var compressed: Bool

  /// Chunks of the given extents.
  public init(chunk: [Int], maximum: [Int?], compressed: Bool = false) {
    self.chunk = chunk
    self.maximum = maximum
    self.compressed = compressed
  }
}

extension HDF5File {
  /// Makes a chunked dataset. HDF5 offers no checksum for texts, so those chunks have none.
  public func makeDataset(_ path: String, _ type: ElementType, shape: [Int], layout: ChunkLayout) throws -> HDF5Dataset
  {
    let list = try HDF5File.propertyList(lilt_h5p_dataset_create, for: path)
    try attempt("H5Pset_obj_track_times", on: path) { H5Pset_obj_track_times(list.id, false) }
    try attempt("H5Pset_chunk", on: path) {
      H5Pset_chunk(list.id, Int32(layout.chunk.count), layout.chunk.map { hsize_t($0) })
    }
    if type != .text {
      if layout.compressed {
        try attempt("H5Pset_shuffle", on: path) { H5Pset_shuffle(list.id) }
        try attempt("H5Pset_deflate", on: path) { H5Pset_deflate(list.id, 1) }
      }
      try attempt("H5Pset_fletcher32", on: path) { H5Pset_fletcher32(list.id) }
    }
    return try make(path, type, list, Dataspace.make(shape, maximum: layout.maximum, for: path))
  }

  /// Makes a dataset of one value, kept in its header.
  public func makeScalar(_ path: String, _ type: ElementType) throws -> HDF5Dataset {
    let list = try HDF5File.propertyList(lilt_h5p_dataset_create, for: path)
    try attempt("H5Pset_obj_track_times", on: path) { H5Pset_obj_track_times(list.id, false) }
    try attempt("H5Pset_layout", on: path) { H5Pset_layout(list.id, H5D_COMPACT) }
    return try make(path, type, list, Dataspace.make([], for: path))
  }

  private func make(
    _ path: String, _ type: ElementType, _ creation: borrowing Handle, _ space: consuming Handle
  ) throws -> HDF5Dataset {
    let stored = try type.stored()
    let (file, list) = (handle.id, creation.id)
    let made = try Handle("H5Dcreate", on: path, release: .dataset) {
      H5Dcreate2(file, path, stored.id, space.id, 0, list, 0)
    }
    return HDF5Dataset(path: path, type: type, handle: made, heap: heap)
  }

  /// Opens a dataset of numbers or texts.
  public func openDataset(_ path: String) throws -> HDF5Dataset {
    let opened = try Handle("H5Dopen", on: path, release: .dataset) { H5Dopen2(handle.id, path, 0) }
    let type = try Handle("H5Dget_type", on: path, release: .type) { H5Dget_type(opened.id) }
    guard let element = try ElementType(of: type.id) else {
      throw HDF5Error(call: "H5Dopen", object: path, cause: "its elements are neither plain numbers nor text")
    }
    return HDF5Dataset(path: path, type: element, handle: opened, heap: heap)
  }
}

extension HDF5Dataset {
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
