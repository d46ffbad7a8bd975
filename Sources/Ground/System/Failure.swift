import Glibc

/// What went wrong, as far as a calling script can act on it; the raw value is the exit status (sysexits.h).
public enum FailureKind: Int32, Sendable {
  /// The command line is wrong.
  case usage = 64
  /// An input cannot be used as it is.
  case data = 65
  /// The machine has too little memory for what was asked, which another one might have.
  case memory = 71
  /// The machine failed in another way: disk full, no permission.
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

/// The machine has too little memory for something that is in order otherwise.
public struct MemoryError: Failure {
  /// What cannot be done and why, one sentence.
  public let description: String
  /// Always `.memory`.
  public var failureKind: FailureKind { .memory }

  /// `cannot <verb> '<object>': <cause>`.
  public init(cannot verb: String, _ object: String, _ cause: some CustomStringConvertible) {
    description = "cannot \(verb) '\(object)': \(cause)"
  }
}

/// The system refused.
public struct SystemError: Failure {
  /// What cannot be done to what, and why, one sentence.
  public let description: String
  /// `.system`, or `.memory` where the system lacked that.
  public let failureKind: FailureKind

  /// `cannot <verb> '<object>': <cause>`.
  init(cannot verb: String, _ object: String, _ cause: String) {
    failureKind = .system
    description = "cannot \(verb) '\(object)': \(cause)"
  }

  /// `cannot <verb> '<object>': <text of errno>`.
  public init(cannot verb: String, _ object: String, errno code: Int32) {
    failureKind = code == ENOMEM ? .memory : .system
    description = "cannot \(verb) '\(object)': \(refusal(code))"
  }
}

/// What the last failed system call says, in words.
public func lastRefusal() -> String { refusal(errno) }

private func refusal(_ code: Int32) -> String {
  var buffer = [CChar](repeating: 0, count: 256)
  // Thread-safe, unlike `strerror`.
  guard strerror_r(code, &buffer, buffer.count) == 0 else { return "error \(code)" }
  return String(decoding: buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
}
