import Glibc

/// Why a path cannot be opened for reading.
public enum OpeningError: Error, CustomStringConvertible {
  /// The system refused, in its own words: `No such file or directory`.
  case refused(String)
  /// It leads to something else than a regular file: `a pipe`.
  case notRegular(String)

  /// The cause, as a phrase.
  public var description: String {
    switch self {
    case .refused(let words): words
    case .notRegular(let kind): "expected a regular file, found \(kind)"
    }
  }
}

/// Opens a regular file for reading; pipes, whose other end may never come, and devices, which may never end, are refused
/// before they can make anybody wait.
/// - Returns: a descriptor, which the caller closes, and how many bytes there are.
public func openRegularFile(_ path: String) throws(OpeningError) -> (descriptor: Int32, size: Int) {
  var status = stat()
  // Opening some devices has effects, so they are not opened at all.
  guard stat(path, &status) == 0 else { throw .refused(lastRefusal()) }
  guard status.st_mode & S_IFMT == S_IFREG else { throw .notRegular(spokenKind(status.st_mode)) }
  // By now it may be something else.
  let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
  guard descriptor >= 0 else { throw .refused(lastRefusal()) }
  guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
    close(descriptor)
    throw .notRegular(spokenKind(status.st_mode))
  }
  return (descriptor, Int(status.st_size))
}

/// The bytes of a regular file of at most 1 GiB: settings, tables, recipes.
public func contents(of path: String) throws -> [UInt8] {
  let descriptor: Int32, size: Int
  do { (descriptor, size) = try openRegularFile(path) } catch {
    throw DataError(cannot: "read", path, error.description)
  }
  defer { close(descriptor) }
  let limit = 1 << 30
  guard size <= limit else {
    let words = "it has \(size.grouped) bytes; expected at most \(limit.grouped)"
    throw DataError(cannot: "read", path, words)
  }
  var bytes: [UInt8] = []
  bytes.reserveCapacity(size)
  var block = [UInt8](repeating: 0, count: 1 << 16)
  while true {
    let count = read(descriptor, &block, block.count)
    if count < 0 && errno == EINTR { continue }
    guard count >= 0 else { throw DataError(cannot: "read", path, lastRefusal()) }
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
public func update(_ path: String, with text: String) throws -> Bool { try update(path, with: Array(text.utf8)) }

/// Replaces a file only when its bytes would change.
/// - Returns: whether the file was written.
@discardableResult
public func update(_ path: String, with bytes: [UInt8]) throws -> Bool {
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

/// Refuses to write over what is being read.
///
/// Names differ more easily than files: `a.h5`, `./a.h5`, a link to it and a second name of it are one file, which is told by
/// device and number. A path where nothing is yet harms nobody.
/// - Parameters:
///   - output: the file to make.
///   - inputs: the files that it is made from.
public func protect(_ inputs: some Sequence<String>, from output: String) throws {
  guard let place = FilePlace(of: output) else { return }
  for input in inputs where FilePlace(of: input) == place {
    throw UsageError(
      "cannot write '\(output)': it is the same file as the input '\(input)'; expected an output of its own")
  }
}

/// Refuses outputs in whose place no file can be put: a folder, a device, a pipe.
public func requireReplaceable(_ output: String) throws {
  var status = stat()
  // What a link leads to counts, whether it is there or not.
  guard stat(output, &status) == 0, status.st_mode & S_IFMT != S_IFREG else { return }
  throw UsageError(
    "cannot write '\(output)': there is \(spokenKind(status.st_mode)) of that name; expected a regular file or none")
}

/// What kind of thing a path leads to, in words.
func spokenKind(_ mode: mode_t) -> String {
  switch mode & S_IFMT {
  case S_IFDIR: "a folder"
  case S_IFIFO: "a pipe"
  case S_IFSOCK: "a socket"
  case S_IFCHR, S_IFBLK: "a device"
  default: "something that is no regular file"
  }
}

/// Which file a path leads to; nil where there is none.
private struct FilePlace: Equatable {
  let device: dev_t
  let number: ino_t

  init?(of path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    (device, number) = (status.st_dev, status.st_ino)
  }
}
