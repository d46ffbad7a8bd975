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
public struct Layout: Sendable, Equatable {
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

extension File {
  /// Makes a chunked dataset. HDF5 offers no checksum for texts, so those chunks have none.
  public func makeDataset(_ path: String, _ type: ElementType, shape: [Int], layout: Layout) throws -> Dataset {
    let list = try File.propertyList(lilt_h5p_dataset_create, for: path)
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
  public func makeScalar(_ path: String, _ type: ElementType) throws -> Dataset {
    let list = try File.propertyList(lilt_h5p_dataset_create, for: path)
    try attempt("H5Pset_obj_track_times", on: path) { H5Pset_obj_track_times(list.id, false) }
    try attempt("H5Pset_layout", on: path) { H5Pset_layout(list.id, H5D_COMPACT) }
    return try make(path, type, list, Dataspace.make([], for: path))
  }

  private func make(
    _ path: String, _ type: ElementType, _ creation: borrowing Handle, _ space: consuming Handle
  ) throws -> Dataset {
    let stored = try type.stored()
    let (file, list) = (handle.id, creation.id)
    let made = try Handle("H5Dcreate", on: path, release: .dataset) {
      H5Dcreate2(file, path, stored.id, space.id, 0, list, 0)
    }
    return Dataset(path: path, type: type, handle: made, heap: heap)
  }

  /// Opens a dataset of numbers or texts.
  public func openDataset(_ path: String) throws -> Dataset {
    let opened = try Handle("H5Dopen", on: path, release: .dataset) { H5Dopen2(handle.id, path, 0) }
    let type = try Handle("H5Dget_type", on: path, release: .type) { H5Dget_type(opened.id) }
    guard let element = try ElementType(of: type.id) else {
      throw HDF5Error(call: "H5Dopen", object: path, cause: "its elements are neither plain numbers nor text")
    }
    return Dataset(path: path, type: element, handle: opened, heap: heap)
  }
}
