internal import CHDF5

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
