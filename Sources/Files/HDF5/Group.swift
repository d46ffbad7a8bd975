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
    let found = Found()
    try attempt("H5Literate", on: path) {
      lilt_h5l_iterate(
        handle.id,
        { name, kind, found in
          Found.of(found)?.add(name, kind)
          return 0
        }, found.context)
    }
    return try found.all.map { name, kind in
      guard let name else {
        throw HDF5Error(call: "H5Literate", object: path, cause: "a name in it is not UTF-8")
      }
      return Link(name: name, kind: Link.Kind(kind))
    }
  }

  /// Closes the group and says whether that worked.
  public consuming func close() throws {
    let path = path
    try handle.close(path)
  }
}

extension Group.Link.Kind {
  init(_ type: Int32) {
    switch type {
    case H5L_TYPE_HARD.rawValue: self = .hard
    case H5L_TYPE_SOFT.rawValue: self = .soft
    case H5L_TYPE_EXTERNAL.rawValue: self = .external
    default: self = .userDefined
    }
  }
}

/// Names that the library hands out one by one, and a number with each; nil for a name that is not UTF-8.
final class Found {
  private(set) var all: [(name: String?, number: Int32)] = []

  /// Itself, as a pointer that goes through C.
  var context: UnsafeMutableRawPointer { Unmanaged.passUnretained(self).toOpaque() }

  /// The object behind such a pointer.
  static func of(_ context: UnsafeMutableRawPointer?) -> Found? {
    context.map { Unmanaged<Found>.fromOpaque($0).takeUnretainedValue() }
  }

  func add(_ name: UnsafePointer<CChar>?, _ number: Int32 = 0) {
    all.append((name.flatMap { String(validatingCString: $0) }, number))
  }
}

extension File {
  /// Makes a group; the one above it must be there.
  public func makeGroup(_ path: String) throws -> Group {
    let creation = try File.propertyList(lilt_h5p_group_create, for: path)
    try attempt("H5Pset_obj_track_times", on: path) { H5Pset_obj_track_times(creation.id, false) }
    // Links in the group's header rather than in a heap: smaller, and checked by the header's checksum.
    try attempt("H5Pset_link_phase_change", on: path) { H5Pset_link_phase_change(creation.id, 64, 32) }
    let made = try Handle("H5Gcreate", on: path, release: .group) {
      H5Gcreate2(handle.id, path, 0, creation.id, 0)
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
