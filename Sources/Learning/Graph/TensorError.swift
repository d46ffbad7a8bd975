/// Why tensors could not be computed: what was attempted, on what, and the cause.
public struct TensorError: Error, CustomStringConvertible, Equatable {
  /// One sentence: `cannot <verb> '<object>': <cause>`.
  public let description: String

  /// Whether a machine with more memory could do it.
  public let isLackOfMemory: Bool

  /// A sentence about one object.
  public init(cannot verb: String, _ object: String, _ cause: String, isLackOfMemory: Bool = false) {
    description = "cannot \(verb) '\(object)': \(cause)"
    self.isLackOfMemory = isLackOfMemory
  }

  /// Too little memory on this machine; or on any, for numbers that only a mistake asks for.
  init(lacking bytes: Int, for object: String) {
    let most = machineMemory, isAbsurd = bytes >= 1 << 42
    self.init(
      cannot: "hold", object,
      "it takes \(isAbsurd ? "more than 4096" : "\((bytes + (1 << 30) - 1) >> 30)") GiB; this machine has \(most >> 30) GiB",
      isLackOfMemory: !isAbsurd)
  }
}
