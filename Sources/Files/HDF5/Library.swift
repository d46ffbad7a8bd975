internal import CHDF5

/// The C library, prepared once per process.
enum Library {
  /// Size in the file of a variable-length string's reference: length (4), heap address (8), index (4).
  static let referenceSize = 16

  private static let ready: Bool = {
    // Its exit handler would flush files that a full disk left half written, and crash on them.
    H5dont_atexit()
    guard H5open() >= 0 else { return false }
    silence()
    // A file must not make us load code: no filter plug-ins.
    H5PLset_loading_state(0)
    return registerReferences()
  }()

  /// Called before every use: HDF5 keeps its switch for printing errors per thread.
  static func prepare() {
    _ = ready
    silence()
  }

  private static func silence() { H5Eset_auto2(0, nil, nil) }

  /// HDF5 follows a string's heap reference without checking sizes, and its heaps have no checksum: a flipped bit can
  /// crash it. So references are read as plain bytes, and `TextHeap` follows them with every bound checked.
  private static func registerReferences() -> Bool {
    let text = H5Tcopy(lilt_h5t_c_s1())
    defer { H5Tclose(text) }
    let opaque = H5Tcreate(H5T_OPAQUE, referenceSize)
    defer { H5Tclose(opaque) }
    guard H5Tset_size(text, lilt_h5t_variable()) >= 0 else { return false }
    return H5Tregister(H5T_PERS_SOFT, "lilt text reference", text, opaque, lilt_h5t_take_reference) >= 0
  }
}

/// The HDF5 library's version: `1.10.8`.
public var libraryVersion: String {
  Library.prepare()
  var (major, minor, release): (UInt32, UInt32, UInt32) = (0, 0, 0)
  H5get_libversion(&major, &minor, &release)
  return "\(major).\(minor).\(release)"
}

/// Runs one HDF5 call and turns a negative result into an error.
/// - Parameters:
///   - call: the C function's name, for the error.
///   - object: what it works on: a path in the file, or the file's name.
@discardableResult
func attempt<Result: SignedInteger>(
  _ call: StaticString, on object: @autoclosure () -> String, _ body: () -> Result
) throws -> Result {
  Library.prepare()
  let result = body()
  guard result >= 0 else { throw HDF5Error(call: "\(call)", object: object(), cause: ErrorStack.cause()) }
  return result
}
