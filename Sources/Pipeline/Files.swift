import Glibc

/// A file's bytes.
public func contents(of path: String) throws -> [UInt8] {
  let descriptor = open(path, O_RDONLY | O_CLOEXEC)
  guard descriptor >= 0 else { throw DataError(cannot: "read", path, String(cString: strerror(errno))) }
  defer { close(descriptor) }
  var bytes: [UInt8] = []
  var block = [UInt8](repeating: 0, count: 1 << 16)
  while true {
    let count = read(descriptor, &block, block.count)
    if count < 0 && errno == EINTR { continue }
    guard count >= 0 else { throw DataError(cannot: "read", path, String(cString: strerror(errno))) }
    if count == 0 { return bytes }
    bytes += block[..<count]
  }
}

/// Replaces a file's bytes all or nothing: a temporary beside it, fsynced, renamed over it, the folder fsynced.
public func write(_ bytes: some Collection<UInt8>, to path: String) throws {
  let temporary = path + ".\(getpid()).tmp"
  let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
  guard descriptor >= 0 else { throw SystemError(cannot: "write", path, errno: errno) }
  func give(up code: Int32) -> SystemError {
    unlink(temporary)
    return SystemError(cannot: "write", path, errno: code)
  }
  let block = Array(bytes)
  var written = 0
  while written < block.count {
    let count = block.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress! + written, block.count - written) }
    if count < 0 && errno == EINTR { continue }
    guard count >= 0 else {
      let code = errno
      close(descriptor)
      throw give(up: code)
    }
    written += count
  }
  guard fsync(descriptor) == 0, close(descriptor) == 0, rename(temporary, path) == 0 else { throw give(up: errno) }
  let slash = path.lastIndex(of: "/")
  let folder = open(slash.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? ".", O_RDONLY | O_DIRECTORY)
  if folder >= 0 {
    fsync(folder)
    close(folder)
  }
}

/// Replaces a file only when its bytes would change, so that Make sees no news where there is none.
/// - Returns: whether the file was written.
@discardableResult
public func update(_ path: String, with text: String) throws -> Bool {
  let bytes = Array(text.utf8)
  if access(path, F_OK) == 0, try contents(of: path) == bytes { return false }
  try write(bytes, to: path)
  return true
}

/// Makes a folder and those above it.
public func makeFolder(_ path: String) throws {
  var prefix = path.hasPrefix("/") ? "/" : ""
  for part in path.split(separator: "/") {
    prefix += (prefix.isEmpty || prefix.hasSuffix("/") ? "" : "/") + part
    if mkdir(prefix, 0o755) != 0, errno != EEXIST { throw SystemError(cannot: "make folder", prefix, errno: errno) }
  }
}
