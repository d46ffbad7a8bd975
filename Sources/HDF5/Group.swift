internal import CHDF5

/// An open group.
public struct Group: ~Copyable {
  /// Where it stands in the file, for example `/rows`.
  public let path: String
  let handle: Handle
  let heap: TextHeap

  /// Its attributes.
  public var attributes: Attributes { Attributes(owner: handle.id, path: path, heap: heap) }

  /// What a name in the group leads to, found out without following it.
  public struct Link: Sendable, Equatable {
    /// The name within the group.
    public let name: String
    /// Whether it names an object of this file, or points elsewhere.
    public let kind: Kind

    /// The ways a link can point.
    public enum Kind: Sendable { case hard, soft, external, userDefined }
  }

  /// All links, by name in byte order.
  /// - Parameter limit: how many there may be; more throws.
  public func links(atMost limit: Int = .max) throws -> [Link] {
    var info = H5G_info_t()
    try attempt("H5Gget_info", on: path) { H5Gget_info(handle.id, &info) }
    guard info.nlinks <= limit else {
      throw HDF5Error(call: "H5Gget_info", object: path, cause: "it holds more than \(limit) objects")
    }
    return try (0..<info.nlinks).map { index in
      let name = try name(at: index)
      let type = try attempt("H5Lget_info", on: path) { lilt_h5l_type(handle.id, name) }
      let kind: Link.Kind =
        switch type {
        case H5L_TYPE_HARD.rawValue: .hard
        case H5L_TYPE_SOFT.rawValue: .soft
        case H5L_TYPE_EXTERNAL.rawValue: .external
        default: .userDefined
        }
      return Link(name: name, kind: kind)
    }
  }

  /// Closes the group and says whether that worked.
  public consuming func close() throws {
    let path = path
    try handle.close(path)
  }

  private func name(at index: hsize_t) throws -> String {
    func call(_ buffer: UnsafeMutablePointer<CChar>?, _ size: Int) -> Int {
      H5Lget_name_by_idx(handle.id, ".", H5_INDEX_NAME, H5_ITER_INC, index, buffer, size, 0)
    }
    let length = try attempt("H5Lget_name_by_idx", on: path) { call(nil, 0) }
    var buffer = [CChar](repeating: 0, count: length + 1)
    try attempt("H5Lget_name_by_idx", on: path) { call(&buffer, length + 1) }
    guard let name = String(validating: buffer.prefix(length).map(UInt8.init(bitPattern:)), as: UTF8.self) else {
      throw HDF5Error(call: "H5Lget_name_by_idx", object: path, cause: "a name in it is not UTF-8")
    }
    return name
  }
}

extension File {
  /// Makes a group, and those above it that are missing.
  public func makeGroup(_ path: String) throws -> Group {
    let creation = try File.propertyList(lilt_h5p_group_create, for: path)
    try attempt("H5Pset_obj_track_times", on: path) { H5Pset_obj_track_times(creation.id, false) }
    // Links in the group's header rather than in a heap: smaller, and checked by the header's checksum.
    try attempt("H5Pset_link_phase_change", on: path) { H5Pset_link_phase_change(creation.id, 64, 32) }
    let links = try File.propertyList(lilt_h5p_link_create, for: path)
    let made = try Handle("H5Gcreate", on: path, release: .group) {
      H5Gcreate2(handle.id, path, links.id, creation.id, 0)
    }
    return Group(path: path, handle: made, heap: heap)
  }

  /// Opens a group.
  public func openGroup(_ path: String) throws -> Group {
    let opened = try Handle("H5Gopen", on: path, release: .group) { H5Gopen2(handle.id, path, 0) }
    return Group(path: path, handle: opened, heap: heap)
  }

  /// What kind of object a path leads to, and where its header lies.
  public func object(at path: String) throws -> (kind: ObjectKind, address: Int64) {
    let object = try Handle("H5Oopen", on: path, release: .object) { H5Oopen(handle.id, path, 0) }
    let address = try attempt("H5Oget_info", on: path) { lilt_h5o_address(object.id) }
    let kind: ObjectKind =
      switch H5Iget_type(object.id) {
      case H5I_GROUP: .group
      case H5I_DATASET: .dataset
      default: .other
      }
    return (kind, address)
  }
}

/// What a hard link can lead to.
public enum ObjectKind: Sendable {
  case group, dataset
  /// A named datatype, or something newer than this library.
  case other
}
