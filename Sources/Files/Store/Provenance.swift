import Determinism
import Glibc
import System

/// The program that made a file.
public struct Tool: Sendable, Equatable {
  /// Its name, for example `lilt-clean`.
  public var name: String
  /// Its version.
  public var version: String
  /// The state of what it computes; nil for programs whose files say all that they depend on without it.
  public var revision: Revision?

  /// A program by name and version.
  public init(name: String, version: String, revision: Revision? = nil) {
    self.name = name
    self.version = version
    self.revision = revision
  }
}

/// A file or corpus that another file was made from.
public struct Input: Sendable, Equatable {
  /// The last component of its path, or a corpus's name: never a whole path, so that files do not depend on folders.
  public var name: String
  /// SHA-256 of its bytes, 64 hexadecimal digits.
  public var sha256: String

  /// An input by name and hash.
  public init(name: String, sha256: String) {
    self.name = splitPath(name).name
    self.sha256 = sha256
  }

  /// A file as an input: reads it whole for its hash.
  public init(file path: String) throws {
    self.init(name: path, sha256: try Digest(ofFile: path).description)
  }
}

extension Digest {
  /// The SHA-256 of a file's bytes, as `sha256sum` prints it.
  public init(ofFile path: String) throws {
    // Whoever opens a pipe waits for its other end unless told not to.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw StoreError(.data, cannot: "read", path, String(cString: strerror(errno))) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw StoreError(.data, cannot: "read", path, "expected a regular file")
    }
    var hash = SHA256()
    try withUnsafeTemporaryAllocation(byteCount: 1 << 20, alignment: 64) { block in
      while true {
        let count = read(descriptor, block.baseAddress, block.count)
        if count < 0, errno == EINTR { continue }
        guard count >= 0 else { throw StoreError(.data, cannot: "read", path, String(cString: strerror(errno))) }
        if count == 0 { return }
        hash.update(UnsafeRawBufferPointer(rebasing: block[..<count]))
      }
    }
    self = hash.finish()
  }
}
