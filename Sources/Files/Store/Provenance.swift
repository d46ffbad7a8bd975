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

/// The state of what a stage computes: rows and models that it made carry it in their keys.
///
/// Whoever changes what a stage computes raises its number, and nobody else does: a new help text, another compiler or
/// another folder leaves every row and model in place, here and on the machine that the store is carried to. The
/// fingerprint tests hold the numbers to that. Libraries that decide bits count with their versions.
///
/// ```swift
/// static let revision = Revision("clean", 1, libraries: SoundLibraries.versions)
/// ```
public struct Revision: Sendable, Equatable, CustomStringConvertible {
  /// The stage's name, for example `clean`.
  public let stage: String
  /// How often what it computes has changed, from 1.
  public let number: Int
  /// The libraries that its numbers come from, with their versions: `soxr 0.1.3`.
  public let libraries: [String]

  /// The revision of a stage.
  /// - Parameter libraries: those that decide bits, with their versions; the C library is always one of them.
  public init(_ stage: String, _ number: Int, libraries: [String] = []) {
    self.stage = stage
    self.number = number
    self.libraries = (libraries + [Self.libc]).sorted()
  }

  /// The C library, whose sines and logarithms are in most numbers: `glibc 2.36`.
  private static let libc: String = {
    var name = [CChar](repeating: 0, count: 64)
    let length = confstr(Int32(_CS_GNU_LIBC_VERSION), &name, name.count)
    return length > 0 ? String(decoding: name.prefix(while: { $0 != 0 }).map(UInt8.init), as: UTF8.self) : "libc"
  }()

  /// `clean 1 (glibc 2.36, soxr 0.1.3)`: what keys hash.
  public var description: String { "\(stage) \(number) (\(libraries.joined(separator: ", ")))" }
}

extension StoreError: Failure {
  /// A file that is not what it should be is bad data; everything else is the machine.
  public var failureKind: FailureKind { kind == .data ? .data : .system }

  /// After a write that failed half way, HDF5's state is not to be trusted with an orderly exit.
  public var mustLeaveAtOnce: Bool { kind == .write }
}

extension Tool {
  /// This program, in this version.
  public init(named name: String) { self.init(name: name, version: System.version) }

  /// The program of a stage, in this version.
  public init(_ revision: Revision) {
    self.init(name: "lilt-\(revision.stage)", version: System.version, revision: revision)
  }
}
