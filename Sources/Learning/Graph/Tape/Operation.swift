/// What a tape can record: its numbers, how shapes follow from shapes, and what it computes. Engines have the kernels.
public protocol Operation: Sendable {
  /// The operation's name in errors: `convolution`.
  static var name: String { get }

  /// The result's shape, or an error that says which extents do not fit.
  func shape(of inputs: [[Int]]) throws -> [Int]

  /// What it computes in inference, for other runtimes.
  func computation(on inputs: [[Int]]) -> Computation
}

extension Operation {
  /// Throws the operation's error unless a condition on its inputs holds.
  func require(_ condition: Bool, _ cause: @autoclosure () -> String) throws {
    guard condition else { throw TensorError(cannot: "compute", Self.name, cause()) }
  }
}
