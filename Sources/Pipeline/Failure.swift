import Glibc

/// What went wrong, as far as a calling script can act on it; the raw value is the exit status (sysexits.h).
public enum FailureKind: Int32, Sendable {
  /// The command line is wrong.
  case usage = 64
  /// An input cannot be used as it is.
  case data = 65
  /// The machine failed: disk full, no permission, out of memory.
  case system = 1
}

/// An error that knows which exit status it deserves. `description` is one sentence that names the object, what is
/// wrong with it and what was expected.
public protocol Failure: Error, CustomStringConvertible {
  /// Decides the exit status.
  var failureKind: FailureKind { get }

  /// Whether libraries may have been left in a state in which even their exit handlers fail, so that the process must
  /// leave at once. HDF5 1.10 crashes in its exit handler after a write that failed.
  var mustLeaveAtOnce: Bool { get }
}

extension Failure {
  /// Most failures leave everything in order.
  public var mustLeaveAtOnce: Bool { false }
}

/// The command line was wrong.
public struct UsageError: Failure {
  /// What was wrong, one sentence.
  public let description: String
  /// Always `.usage`.
  public var failureKind: FailureKind { .usage }

  /// Wraps a sentence.
  public init(_ description: String) { self.description = description }
}

/// An input cannot be used.
public struct DataError: Failure {
  /// What cannot be done to what, and why, one sentence.
  public let description: String
  /// Always `.data`.
  public var failureKind: FailureKind { .data }

  /// Wraps a sentence.
  public init(_ description: String) { self.description = description }

  /// `cannot <verb> '<object>': <cause>`.
  public init(cannot verb: String, _ object: String, _ cause: some CustomStringConvertible) {
    description = "cannot \(verb) '\(object)': \(cause)"
  }
}

/// The system refused.
public struct SystemError: Failure {
  /// What cannot be done to what, and why, one sentence.
  public let description: String
  /// Always `.system`.
  public var failureKind: FailureKind { .system }

  /// `cannot <verb> '<object>': <text of errno>`.
  public init(cannot verb: String, _ object: String, errno code: Int32) {
    description = "cannot \(verb) '\(object)': \(String(cString: strerror(code)))"
  }
}
