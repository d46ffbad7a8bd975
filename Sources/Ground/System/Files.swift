import Glibc

/// The bytes of a regular file of at most 1 GiB: settings, tables, recipes. Pipes, whose other end may never come, and
/// devices, which may never end, are refused at once.
public func contents(of path: String) throws -> [UInt8] {
  // Whoever opens a pipe waits for its other end unless told not to.
  let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
  guard descriptor >= 0 else { throw DataError(cannot: "read", path, String(cString: strerror(errno))) }
  defer { close(descriptor) }
  var status = stat()
  guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
    throw DataError(cannot: "read", path, "expected a regular file, found \(spokenKind(status.st_mode))")
  }
  let limit = 1 << 30
  guard status.st_size <= limit else {
    let words = "it has \(Int(status.st_size).grouped) bytes; expected at most \(limit.grouped)"
    throw DataError(cannot: "read", path, words)
  }
  var bytes: [UInt8] = []
  bytes.reserveCapacity(Int(status.st_size))
  var block = [UInt8](repeating: 0, count: 1 << 16)
  while true {
    let count = read(descriptor, &block, block.count)
    if count < 0 && errno == EINTR { continue }
    guard count >= 0 else { throw DataError(cannot: "read", path, String(cString: strerror(errno))) }
    if count == 0 { return bytes }
    bytes += block[..<count]
  }
}

/// Replaces a file's bytes all or nothing.
public func write(_ bytes: some Collection<UInt8>, to path: String) throws {
  let temporary = try TemporaryFile(for: path)
  try temporary.write(bytes)
  try temporary.replaceTarget()
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
