/// Why tensors could not be computed: what was attempted, on what, and the cause.
public struct TensorError: Error, CustomStringConvertible, Equatable {
  /// One sentence: `cannot <verb> '<object>': <cause>`.
  public let description: String

  /// A sentence about one object.
  public init(cannot verb: String, _ object: String, _ cause: String) {
    description = "cannot \(verb) '\(object)': \(cause)"
  }
}
