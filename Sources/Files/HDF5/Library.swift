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

/// An identifier that the library handed out, given back exactly once.
struct Handle: ~Copyable {
  let id: hid_t
  private let release: Release

  /// How each kind of identifier is given back.
  enum Release {
    case file, group, dataset, attribute, space, type, list, object

    var call: StaticString {
      switch self {
      case .file: "H5Fclose"
      case .group: "H5Gclose"
      case .dataset: "H5Dclose"
      case .attribute: "H5Aclose"
      case .space: "H5Sclose"
      case .type: "H5Tclose"
      case .list: "H5Pclose"
      case .object: "H5Oclose"
      }
    }

    func callAsFunction(_ id: hid_t) -> herr_t {
      switch self {
      case .file: H5Fclose(id)
      case .group: H5Gclose(id)
      case .dataset: H5Dclose(id)
      case .attribute: H5Aclose(id)
      case .space: H5Sclose(id)
      case .type: H5Tclose(id)
      case .list: H5Pclose(id)
      case .object: H5Oclose(id)
      }
    }
  }

  /// Takes over the identifier that `body` returns.
  init(
    _ call: StaticString, on object: @autoclosure () -> String, release: Release, _ body: () -> hid_t
  ) throws {
    id = try attempt(call, on: object(), body)
    self.release = release
  }

  deinit {
    Library.prepare()
    _ = release(id)
  }

  /// Gives the identifier back and says whether that worked: closing is where delayed writes fail.
  consuming func close(_ object: @autoclosure () -> String) throws {
    let id = id
    let release = release
    discard self
    try attempt(release.call, on: object()) { release(id) }
  }
}

/// Why a call of the HDF5 library failed.
public struct HDF5Error: Error, Sendable, Equatable, CustomStringConvertible {
  /// The C function, for example `H5Dwrite`; `read` where our own reader found it.
  public let call: String
  /// What it worked on: a path inside the file, or the file's name.
  public let object: String
  /// The most telling line of HDF5's own account.
  public let cause: String

  /// An error as the library reported it, or as the wrapper found it.
  public init(call: String, object: String, cause: String) {
    self.call = call
    self.object = object
    self.cause = cause
  }

  /// `cannot write '/rows/id': No space left on device (H5Dwrite)`.
  public var description: String {
    "cannot \(verb) '\(object)': \(cause)" + (call.hasPrefix("H5") ? " (\(call))" : "")
  }

  private var verb: String {
    let name = call.dropFirst(3)
    for (start, verb) in [
      ("create", "create"), ("open", "open"), ("write", "write"), ("flush", "write"), ("close", "close"),
      ("set_extent", "extend"), ("attach", "label"), ("set_scale", "label"),
    ] where name.hasPrefix(start) { return verb }
    return "read"
  }
}

/// HDF5's record of what went wrong in this thread's last call.
enum ErrorStack {
  private final class Lines {
    var all: [String] = []
  }

  /// The system's own words where a system call failed, else the innermost line.
  static func cause() -> String {
    let lines = Lines()
    H5Ewalk2(
      0, H5E_WALK_UPWARD,
      { _, record, context in
        guard let record, let context, let text = record.pointee.desc else { return 0 }
        Unmanaged<Lines>.fromOpaque(context).takeUnretainedValue().all.append(String(cString: text))
        return 0
      }, Unmanaged.passUnretained(lines).toOpaque())
    H5Eclear2(0)
    for line in lines.all {
      // "…, errno = 28, error message = 'No space left on device', …"
      if let start = line.firstRange(of: "error message = '") {
        return String(line[start.upperBound...].prefix { $0 != "'" })
      }
    }
    return lines.all.first ?? "the library gives no reason"
  }
}
