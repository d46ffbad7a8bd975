/// A function of each element.
///
/// | | y | ∂x |
/// |---|---|---|
/// | relu | max(x, 0) | ∂y where y > 0, else 0 |
/// | leakyReLU | x where x > 0, else slope · x | ∂y where y > 0, else slope · ∂y |
/// | gelu | x · Φ(x), Φ the normal distribution function | ∂y · (Φ(x) + x · φ(x)) |
/// | sigmoid | 1 / (1 + e⁻ˣ) | ∂y · y · (1 − y) |
/// | tanh | tanh x | ∂y · (1 − y²) |
public struct Activation: Operation {
  /// What errors call it.
  public static let name = "activation"

  /// A function of one number.
  public enum Function: Equatable, Sendable {
    /// max(x, 0).
    case relu
    /// x · Φ(x).
    case gelu
    /// 1 / (1 + e⁻ˣ).
    case sigmoid
    /// The hyperbolic tangent.
    case tanh
    /// x above 0, slope · x below.
    case leakyReLU(slope: Float)
  }

  /// The function.
  public let function: Function

  /// The result's shape, or an error that says which extents do not fit.
  public func shape(of inputs: [[Int]]) throws -> [Int] { inputs[0] }

  /// What it computes in inference.
  public func computation(on inputs: [[Int]]) -> Computation {
    switch function {
    case .relu: .relu
    case .gelu: .gelu
    case .sigmoid: .sigmoid
    case .tanh: .tanh
    case .leakyReLU(let slope): .leakyReLU(slope: slope)
    }
  }
}

extension Variable {
  /// max(x, 0).
  public func relu() throws -> Variable { try tape.record(Activation(function: .relu), [self]) }

  /// x where x > 0, else slope · x.
  public func leakyReLU(slope: Float = 0.01) throws -> Variable {
    guard slope >= 0 else {
      throw TensorError(cannot: "compute", "leaky ReLU", "its slope must be 0 or more, found \(slope)")
    }
    return try tape.record(Activation(function: .leakyReLU(slope: slope)), [self])
  }

  /// x · Φ(x) with Φ the normal distribution function.
  public func gelu() throws -> Variable { try tape.record(Activation(function: .gelu), [self]) }

  /// 1 / (1 + e⁻ˣ).
  public func sigmoid() throws -> Variable { try tape.record(Activation(function: .sigmoid), [self]) }

  /// The hyperbolic tangent.
  public func tanh() throws -> Variable { try tape.record(Activation(function: .tanh), [self]) }
}
