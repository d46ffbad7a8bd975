import Determinism
import Glibc

/// A file in the making beside the one that it will replace: `.<name>.<process>-<n>.tmp`.
///
/// It is locked as long as its maker lives, so that a later run can tell a left-over from one that is being written.
final class TemporaryFile {
  /// Where it lies.
  let path: String
  private let target: String
  private let descriptor: Int32
  private var isPending = true

  /// Removes what dead runs left of the same target, and reserves a new name.
  init(for target: String) throws {
    self.target = target
    let (folder, name) = Self.split(target)
    Self.removeLeftOvers(of: name, in: folder)
    for attempt in 0..<1000 {
      let path = folder + ".\(name).\(getpid())-\(attempt).tmp"
      let descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
      if descriptor < 0, errno == EEXIST { continue }
      guard descriptor >= 0 else { throw StoreError.system("write", target, errno: errno) }
      // Between making and locking it, another run may have taken it for a left-over.
      if flock(descriptor, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK, Self.leads(path, to: descriptor) {
        self.path = path
        self.descriptor = descriptor
        return
      }
      close(descriptor)
    }
    throw StoreError(.system, cannot: "write", target, "no temporary name is free in its folder")
  }

  deinit {
    discard()
    close(descriptor)
  }

  /// Removes the file unless it has become its target.
  func discard() {
    if isPending { unlink(path) }
    isPending = false
  }

  /// Puts the file, all of it on disk, in its target's place.
  func replaceTarget(keepingEqual: Bool) throws {
    if keepingEqual, let new = try? Digest(ofFile: path), let old = try? Digest(ofFile: target), new == old {
      discard()
      return
    }
    guard fsync(descriptor) == 0 else { throw failure() }
    guard rename(path, target) == 0 else { throw failure() }
    isPending = false
    let folder = open(Self.split(target).folder.isEmpty ? "." : Self.split(target).folder, O_RDONLY | O_DIRECTORY)
    guard folder >= 0 else { throw failure() }
    defer { close(folder) }
    // Some file systems cannot sync a folder and say so; there is nothing more to do about it.
    guard fsync(folder) == 0 || errno == EINVAL else { throw failure() }
  }

  private func failure() -> StoreError {
    StoreError(.write, cannot: "write", target, String(cString: strerror(errno)))
  }

  static func split(_ path: String) -> (folder: String, name: String) {
    guard let slash = path.lastIndex(of: "/") else { return ("", path) }
    return (String(path[...slash]), String(path[path.index(after: slash)...]))
  }

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
