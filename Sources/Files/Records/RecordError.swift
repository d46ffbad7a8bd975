import System

/// Why a catalog or a split cannot be used.
public struct RecordError: Failure, Equatable {
  /// `cannot <verb> '<object>': <cause>`.
  public let description: String
  /// An input is not what it should be.
  public var failureKind: FailureKind { .data }

  init(cannot verb: String, _ object: String, _ cause: String) {
    description = "cannot \(verb) '\(object)': \(cause)"
  }
}
