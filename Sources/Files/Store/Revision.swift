import Determinism
import Glibc

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
