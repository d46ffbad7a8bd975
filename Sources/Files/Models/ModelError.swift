import Classical
import Classifiers
import Graph
import Networks
import System

/// Why a model could not be stored, read or used.
public struct ModelError: Failure, Equatable {
  /// `cannot <verb> '<object>': <cause>`.
  public let description: String
  /// An input is not what it should be.
  public var failureKind: FailureKind { .data }

  /// A sentence about one object.
  public init(cannot verb: String, _ object: String, _ cause: String) {
    description = "cannot \(verb) '\(object)': \(cause)"
  }
}

// The rooms that compute know nothing of exit statuses; what stops them is always something in the data or settings.

extension LearningError: Failure {
  /// Settings and rows that do not go together.
  public var failureKind: FailureKind { .data }
}

extension TensorError: Failure {
  /// Settings that ask for impossible shapes, or for more memory than this machine has.
  public var failureKind: FailureKind { isLackOfMemory ? .memory : .data }
}

extension ClassicalError: Failure {
  /// Rows that no model can be fitted to.
  public var failureKind: FailureKind { .data }
}

extension ClassifierError: Failure {
  /// Models and rows that do not go together.
  public var failureKind: FailureKind { .data }
}
