/// What a tape can record: how shapes follow from shapes, and which kernels compute the value and its gradients.
protocol Operation {
  /// The operation's name in errors: `convolution`.
  static var name: String { get }

  /// The result's shape, or an error that says which extents do not fit.
  func shape(of inputs: [[Int]]) throws -> [Int]

  /// What it computes in inference, for other runtimes.
  func computation(on inputs: [[Int]]) -> Computation

  /// Emits the forward kernels and says how to emit the backward ones.
  func lower(_ inputs: [Value], into plan: Compiler) throws -> Lowered
}

extension Operation {
  /// Throws the operation's error unless a condition on its inputs holds.
  func require(_ condition: Bool, _ cause: @autoclosure () -> String) throws {
    guard condition else { throw TensorError(cannot: "compute", Self.name, cause()) }
  }
}

/// An operation turned into kernels.
struct Lowered {
  /// Emits kernels from the gradient of the result to the gradients of the inputs, nil where none is needed.
  typealias Backward = (_ gradient: Value) throws -> [Value?]

  let output: Value
  let backward: Backward

  init(_ output: Value, backward: @escaping Backward) {
    self.output = output
    self.backward = backward
  }
}
