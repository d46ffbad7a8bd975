/// Why something could not be learnt or predicted: what was attempted, on what, and the cause.
public struct LearningError: Error, CustomStringConvertible, Equatable {
  /// One sentence: `cannot <verb> '<object>': <cause>`.
  public let description: String

  init(cannot verb: String, _ object: String, _ cause: String) {
    description = "cannot \(verb) '\(object)': \(cause)"
  }
}
