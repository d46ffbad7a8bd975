import Graph

/// A step of a forward pass that may own parameters; calling it reads as applying it.
///
/// A layer is a plain value. It asks the tape for its parameters by path, `<name>/weight`, and whoever asks first creates
/// them in the shape that the input calls for. Gradients come from the operations, so a layer has no backward pass.
public protocol Layer {
  /// The layer applied to a value on a tape.
  func callAsFunction(_ x: Variable) throws -> Variable
}
