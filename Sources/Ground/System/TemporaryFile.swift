import Glibc

/// A file in the making beside the one that it will replace: `.<name>.<process>-<n>.tmp`.
///
/// It is locked as long as its maker lives, so that a later run can tell a left-over from one that is being written.
public final class TemporaryFile {
  /// Where it lies.
  public let path: String
  private let target: String
  private let descriptor: Int32
  private var isPending = true

  /// Removes what dead runs left of the same target, and reserves a new name.
  public init(for target: String) throws(SystemError) {
    self.target = target
    let (folder, name) = splitPath(target)
    var status = stat()
    // Renaming would put a file in the place of a device as well.
    if stat(target, &status) == 0, status.st_mode & S_IFMT != S_IFREG {
      throw SystemError(cannot: "write", target, "expected a regular file or none, found \(spokenKind(status.st_mode))")
    }
    Self.removeLeftOvers(of: name, in: folder)
    for attempt in 0..<1000 {
      let path = folder + ".\(name).\(getpid())-\(attempt).tmp"
      let descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
      if descriptor < 0, errno == EEXIST { continue }
      guard descriptor >= 0 else { throw SystemError(cannot: "write", target, errno: errno) }
      // Between making and locking it, another run may have taken it for a left-over.
      if flock(descriptor, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK, Self.leads(path, to: descriptor) {
        self.path = path
        self.descriptor = descriptor
        return
      }
      close(descriptor)
    }
    throw SystemError(cannot: "write", target, errno: EEXIST)
  }

  deinit {
    discard()
    close(descriptor)
  }

  /// Appends bytes.
  public func write(_ bytes: some Collection<UInt8>) throws(SystemError) {
    let block = Array(bytes)
    var written = 0
    while written < block.count {
      let count = block.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress! + written, block.count - written) }
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else { throw failure() }
      written += count
    }
  }

  /// Removes the file unless it has become its target.
  public func discard() {
    if isPending { unlink(path) }
    isPending = false
  }

  /// Puts the file, all of it on disk, in its target's place.
  /// - Parameter keepingEqual: whether a target of the same bytes stays as it stands, its times too.
  public func replaceTarget(keepingEqual: Bool = false) throws(SystemError) {
    if keepingEqual, equalsTarget() { return discard() }
    guard fsync(descriptor) == 0 else { throw failure() }
    guard rename(path, target) == 0 else { throw failure() }
    isPending = false
    let folder = splitPath(target).folder
    let handle = open(folder.isEmpty ? "." : folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard handle >= 0 else { throw failure() }
    defer { close(handle) }
    // Some file systems cannot sync a folder and say so; there is nothing more to do about it.
    guard fsync(handle) == 0 || errno == EINVAL else { throw failure() }
  }

  /// Whether the target is there with the same bytes; compared block by block, since files may be large.
  private func equalsTarget() -> Bool {
    let other = open(target, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard other >= 0 else { return false }
    defer { close(other) }
    var (there, here) = (stat(), stat())
    guard fstat(other, &there) == 0, fstat(descriptor, &here) == 0, there.st_mode & S_IFMT == S_IFREG,
      there.st_size == here.st_size
    else { return false }
    let size = 1 << 20
    return withUnsafeTemporaryAllocation(byteCount: 2 * size, alignment: 64) { block in
      let (a, b) = (block.baseAddress!, block.baseAddress! + size)
      var place: off_t = 0
      while place < here.st_size {
        let count = min(size, Int(here.st_size - place))
        guard pread(descriptor, a, count, place) == count, pread(other, b, count, place) == count,
          memcmp(a, b, count) == 0
        else { return false }
        place += off_t(count)
      }
      return true
    }
  }

  private func failure() -> SystemError { SystemError(cannot: "write", target, errno: errno) }

  private static func leads(_ path: String, to descriptor: Int32) -> Bool {
    var (there, here) = (stat(), stat())
    return stat(path, &there) == 0 && fstat(descriptor, &here) == 0 && there.st_ino == here.st_ino
      && there.st_dev == here.st_dev
  }

  private static func removeLeftOvers(of name: String, in folder: String) {
    for other in listing(of: folder) {
      guard other.hasPrefix(".\(name)."), other.hasSuffix(".tmp"),
        other.dropFirst(name.count + 2).dropLast(4).allSatisfy({ $0.isNumber || $0 == "-" })
      else { continue }
      let descriptor = open(folder + other, O_RDWR | O_CLOEXEC)
      guard descriptor >= 0 else { continue }
      if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { unlink(folder + other) }
      close(descriptor)
    }
  }
}

/// A path's folder, with its slash, and its last part: `build/` and `a.h5`; no folder where the path names none.
public func splitPath(_ path: String) -> (folder: String, name: String) {
  guard let slash = path.lastIndex(of: "/") else { return ("", path) }
  return (String(path[...slash]), String(path[path.index(after: slash)...]))
}

/// The names in a folder in byte order, without `.` and `..`; none where it cannot be read.
public func listing(of folder: String) -> [String] {
  guard let listing = opendir(folder.isEmpty ? "." : folder) else { return [] }
  defer { closedir(listing) }
  var names: [String] = []
  while let entry = readdir(listing) {
    names.append(withUnsafeBytes(of: entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) })
  }
  return names.filter { $0 != "." && $0 != ".." }.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
}
