import Glibc
import System

/// Rows of numbers beside memory instead of in it: raw, in a file without a name, which ends with the process however
/// that ends. Reading a row costs a copy out of the system's own cache, which the system shrinks when memory is short.
///
/// Any thread may read; rows that are being written must not be read meanwhile.
final class RowSpool: Sendable {
  /// Numbers in a row.
  let rowSize: Int
  private let descriptor: Int32
  private let folder: String

  /// An empty spool on the disk that holds a folder.
  init(in folder: String, rowSize: Int) throws(SystemError) {
    (self.rowSize, self.folder) = (rowSize, folder.isEmpty ? "." : folder)
    descriptor = try Self.open(in: self.folder)
  }

  deinit { close(descriptor) }

  /// Writes whole rows, the first of which gets a number.
  func write(_ values: UnsafeBufferPointer<Float>, from row: Int) throws(SystemError) {
    let bytes = UnsafeRawBufferPointer(values)
    var written = 0
    while written < bytes.count {
      let count = pwrite(
        descriptor, bytes.baseAddress! + written, bytes.count - written, off_t(row * rowBytes + written))
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw SystemError(cannot: "keep rows in", folder, errno: count < 0 ? errno : ENOSPC) }
      written += count
    }
  }

  /// Reads a row that was written.
  func read(_ row: Int, into buffer: UnsafeMutableBufferPointer<Float>) throws(SystemError) {
    let bytes = UnsafeMutableRawBufferPointer(buffer)
    var filled = 0
    while filled < rowBytes {
      let count = pread(descriptor, bytes.baseAddress! + filled, rowBytes - filled, off_t(row * rowBytes + filled))
      if count < 0, errno == EINTR { continue }
      guard count > 0 else { throw SystemError(cannot: "read rows kept in", folder, errno: count < 0 ? errno : EIO) }
      filled += count
    }
  }

  private var rowBytes: Int { rowSize * MemoryLayout<Float>.size }

  private static func open(in folder: String) throws(SystemError) -> Int32 {
    // Glibc's own O_TMPFILE is a macro that Swift does not see.
    let nameless = Int32(0o20000000) | O_DIRECTORY
    let descriptor = Glibc.open(folder, nameless | O_RDWR | O_CLOEXEC, 0o600)
    if descriptor >= 0 { return descriptor }
    // A file system that knows no nameless files gets one whose name goes at once.
    var name = Array("\(folder)/.rows-XXXXXX".utf8CString)
    let named = mkstemp(&name)
    guard named >= 0 else { throw SystemError(cannot: "keep rows in", folder, errno: errno) }
    unlink(name)
    _ = fcntl(named, F_SETFD, FD_CLOEXEC)
    return named
  }
}
