/// Convolution along one or two axes.
///
///     y[n, o, t] = b[o] + Σ_c Σ_k w[o, c, k] · x[n, c, t · stride + k · dilation − pad]
///
/// Forward and both gradients are oneDNN's; it picks the layouts, and a ReLU that follows is applied on the way out.
/// Windows of 3×3 over enough channels run by Winograd's F(4×4, 3×3), which multiplies a quarter as often and costs one
/// of float32's seven digits; wide 1-D ones with a window of 5 by `ToomConvolution`.
public struct Convolution: Operation {
  /// What errors call it.
  public static let name = "convolution"
  /// The window and how it moves.
  public let window: SlidingWindow
  /// Parts that channels fall into, each convolved by itself.
  public let groups: Int
  /// Whether a bias comes third among the inputs.
  public let hasBias: Bool

  /// The result's shape, or an error that says which extents do not fit.
  public func shape(of inputs: [[Int]]) throws -> [Int] {
    let x = inputs[0], w = inputs[1]  // [batch, in, extents...], [out, in / groups, window...]
    try require(x.count == w.count && (3...4).contains(x.count), "it takes [batch, channels, 1 or 2 axes], found \(x)")
    try require(
      x[1] == w[1] * groups && w[0] % groups == 0,
      "weights \(w) in \(groups) groups do not fit an input of \(x[1]) channels")
    try require(!hasBias || inputs[2] == [w[0]], "the bias \(inputs.last!) does not fit \(w[0]) output channels")
    guard let steps = window.steps(over: Array(x[2...])) else {
      throw TensorError(cannot: "compute", Self.name, "a window of \(window.size) does not fit into \(x[2...])")
    }
    return [x[0], w[0]] + steps
  }

  /// What it computes in inference.
  public func computation(on inputs: [[Int]]) -> Computation {
    .convolution(window.sliding(over: Array(inputs[0][2...])), groups: groups)
  }
}

extension Variable {
  /// Convolution: x [batch, in, extents...] with weights [out, in / groups, window...] gives [batch, out, steps...].
  public func convolved(
    with weights: Variable, bias: Variable? = nil, stride: Int = 1, dilation: Int = 1, padding: Padding = .same,
    groups: Int = 1
  ) throws -> Variable {
    let size = Array(weights.shape.dropFirst(2))
    let window = SlidingWindow(
      size: size, stride: size.map { _ in stride }, dilation: size.map { _ in dilation }, padding: padding)
    let operation = Convolution(window: window, groups: groups, hasBias: bias != nil)
    return try tape.record(operation, [self, weights] + (bias.map { [$0] } ?? []))
  }
}
