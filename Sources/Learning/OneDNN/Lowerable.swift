import Graph

/// An operation that this engine has kernels for.
protocol Lowerable: Operation {
  /// Emits the forward kernels and says how to emit the backward ones.
  func lower(_ inputs: [Value], into plan: Compiler) throws -> Lowered
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
