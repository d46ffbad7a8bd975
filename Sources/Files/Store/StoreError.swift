import Glibc
import HDF5
import System

/// Why a file of the store could not be read or written: one sentence that names the file, the object in it and what
/// was expected.
public struct StoreError: Error, Sendable, Equatable, CustomStringConvertible {
  /// Whose fault it is, as far as the exit status tells.
  public enum Kind: Sendable {
    /// An input is not what it should be.
    case data
    /// The machine refused: permissions, memory, a full disk before anything was written.
    case system
    /// Writing failed half way. HDF5's own state can no longer be trusted: leave by `_exit`.
    case write
  }

  /// Whose fault it is.
  public let kind: Kind
  /// `cannot <verb> '<object>': <cause>`.
  public let description: String

  init(_ kind: Kind, cannot verb: String, _ object: String, _ cause: String) {
    self.kind = kind
    description = "cannot \(verb) '\(object)': \(cause)".printable
  }

  init(_ kind: Kind, describing error: SystemError) {
    self.kind = kind
    description = error.description.printable
  }

  /// A refusal of something inside an input file.
  static func refusal(_ file: String, _ object: String, _ cause: String) -> StoreError {
    StoreError(.data, cannot: "read", file, "\(object) \(cause)")
  }

  /// What the system says about a failed call.
  static func system(_ verb: String, _ object: String, errno code: Int32) -> StoreError {
    StoreError(.system, cannot: verb, object, String(cString: strerror(code)))
  }

  /// Whether an error means that writing failed half way, after which HDF5 1.10 may crash in its own clean-up: print
  /// the message and leave by `_exit`. The temporary file is already gone.
  public static func isWriteFailure(_ error: any Error) -> Bool { (error as? StoreError)?.kind == .write }
}
