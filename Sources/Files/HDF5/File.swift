internal import CHDF5

/// An open HDF5 file; closed when it goes, or by `close()`, which also says whether closing worked.
public struct File: ~Copyable {
  /// The file's name as it was given.
  public let path: String
  let handle: Handle
  let heap: TextHeap

  private init(path: String, handle: consuming Handle) throws {
    self.path = path
    heap = TextHeap(descriptor: try File.descriptor(of: handle.id, path))
    self.handle = handle
  }

  /// Makes a new file, or empties an old one, in the latest format (whose metadata carry checksums).
  public static func create(_ path: String) throws -> File {
    let creation = try propertyList(lilt_h5p_file_create, for: path)
    try attempt("H5Pset_obj_track_times", on: path) { H5Pset_obj_track_times(creation.id, false) }
    try attempt("H5Pset_link_phase_change", on: path) { H5Pset_link_phase_change(creation.id, 64, 32) }
    let access = try accessList(for: path)
    let handle = try Handle("H5Fcreate", on: path, release: .file) {
      H5Fcreate(path, lilt_h5f_acc_trunc(), creation.id, access.id)
    }
    return try File(path: path, handle: handle)
  }

  /// Opens a file by the C library, which believes whatever stands in it: for files that this process itself has made.
  /// Those of others are read by `FileReader`.
  public static func open(_ path: String) throws -> File {
    let access = try accessList(for: path)
    let handle = try Handle("H5Fopen", on: path, release: .file) {
      H5Fopen(path, lilt_h5f_acc_rdonly(), access.id)
    }
    return try File(path: path, handle: handle)
  }

  /// The root group.
  public func root() throws -> Group { try openGroup("/") }

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
