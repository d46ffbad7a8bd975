internal import CHDF5

/// An open HDF5 file; closed when it goes, or by `close()`, which also says whether closing worked.
public struct HDF5File: ~Copyable {
  /// The file's name as it was given.
  public let path: String
  let handle: Handle
  let heap: TextHeap

  private init(path: String, handle: consuming Handle) throws {
    self.path = path
    heap = TextHeap(descriptor: try HDF5File.descriptor(of: handle.id, path))
    self.handle = handle
  }

  /// Makes a new file, or empties an old one, in the latest format (whose metadata carry checksums).
  public static func create(_ path: String) throws -> HDF5File {
    let creation = try propertyList(lilt_h5p_file_create, for: path)
    try attempt("H5Pset_obj_track_times", on: path) { H5Pset_obj_track_times(creation.id, false) }
    try attempt("H5Pset_link_phase_change", on: path) { H5Pset_link_phase_change(creation.id, 64, 32) }
    let access = try accessList(for: path)
    let handle = try Handle("H5Fcreate", on: path, release: .file) {
      H5Fcreate(path, lilt_h5f_acc_trunc(), creation.id, access.id)
    }
    return try HDF5File(path: path, handle: handle)
  }

  /// Opens a file by the C library, which believes whatever stands in it: for files that this process itself has made.
  /// Those of others are read by `FileReader`.
  public static func open(_ path: String) throws -> HDF5File {
    let access = try accessList(for: path)
    let handle = try Handle("H5Fopen", on: path, release: .file) {
      H5Fopen(path, lilt_h5f_acc_rdonly(), access.id)
    }
    return try HDF5File(path: path, handle: handle)
  }

  /// The root group.
  public func root() throws -> HDF5Group { try openGroup("/") }

  /// Bytes in front of the HDF5 content that belong to someone else; none in Lilt's files.
  public func userBlock() throws -> Int {
    let list = try Handle("H5Fget_create_plist", on: path, release: .list) { H5Fget_create_plist(handle.id) }
    var size: hsize_t = 0
    try attempt("H5Pget_userblock", on: path) { H5Pget_userblock(list.id, &size) }
    return Int(clamping: size)
  }

  /// Hands everything to the operating system.
  public func flush() throws {
    try attempt("H5Fflush", on: path) { H5Fflush(handle.id, H5F_SCOPE_LOCAL) }
  }

  /// Closes the file; every dataset and group must be closed before.
  public consuming func close() throws {
    let path = path
    // The library would keep the file open behind our back until the last object is closed, wherever that fails.
    let count = try attempt("H5Fget_obj_count", on: path) { H5Fget_obj_count(handle.id, lilt_h5f_obj_all()) }
    guard count <= 1 else {
      throw HDF5Error(call: "H5Fclose", object: path, cause: "\(count - 1) of its objects are still open")
    }
    try handle.close(path)
  }

  /// - Parameter kind: asked only once the library is prepared, because naming a kind starts the library.
  static func propertyList(_ kind: () -> hid_t, for object: String) throws -> Handle {
    try Handle("H5Pcreate", on: object, release: .list) { H5Pcreate(kind()) }
  }

  private static func accessList(for path: String) throws -> Handle {
    let list = try propertyList(lilt_h5p_file_access, for: path)
    try attempt("H5Pset_libver_bounds", on: path) {
      // The latest format of 1.10, by number: a newer library then writes the same bytes, and 1.10 can read them.
      H5Pset_libver_bounds(list.id, H5F_LIBVER_V110, H5F_LIBVER_V110)
    }
    // Writers work on files nobody else knows and rename them, so locks, which some file systems lack, protect nothing.
    try attempt("H5Pset_file_locking", on: path) { H5Pset_file_locking(list.id, false, true) }
    return list
  }

  private static func descriptor(of file: hid_t, _ path: String) throws -> Int32 {
    var place: UnsafeMutableRawPointer?
    try attempt("H5Fget_vfd_handle", on: path) { H5Fget_vfd_handle(file, 0, &place) }
    guard let place else {
      throw HDF5Error(call: "H5Fget_vfd_handle", object: path, cause: "the file has no descriptor")
    }
    return place.load(as: Int32.self)
  }
}

/// An open group.
public struct HDF5Group: ~Copyable {
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

extension HDF5Group.Link.Kind {
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

extension HDF5File {
  /// Makes a group; the one above it must be there.
  public func makeGroup(_ path: String) throws -> HDF5Group {
    let creation = try HDF5File.propertyList(lilt_h5p_group_create, for: path)
    try attempt("H5Pset_obj_track_times", on: path) { H5Pset_obj_track_times(creation.id, false) }
    // Links in the group's header rather than in a heap: smaller, and checked by the header's checksum.
    try attempt("H5Pset_link_phase_change", on: path) { H5Pset_link_phase_change(creation.id, 64, 32) }
    let made = try Handle("H5Gcreate", on: path, release: .group) {
      H5Gcreate2(handle.id, path, 0, creation.id, 0)
    }
    return HDF5Group(path: path, handle: made, heap: heap)
  }

  /// Opens a group.
  public func openGroup(_ path: String) throws -> HDF5Group {
    let opened = try Handle("H5Gopen", on: path, release: .group) { H5Gopen2(handle.id, path, 0) }
    return HDF5Group(path: path, handle: opened, heap: heap)
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
