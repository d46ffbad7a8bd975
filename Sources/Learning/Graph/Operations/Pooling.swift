/// The largest or the mean value under a window.
///
///     y[n, c, t] = max_k or mean_k of x[n, c, t · stride + k − pad]
///
/// Elements of the padding take no part in either. The gradient of the maximum goes to the element that won, that of
/// the mean to all in equal parts.
public struct Pooling: Operation {
  /// What errors call it.
  public static let name = "pooling"

  /// What is taken from under the window.
  public enum Kind: Sendable {
    /// The largest value.
    case maximum
    /// The mean of the values.
    case mean
  }

  /// What is taken from under the window.
  public let kind: Kind
  /// The window and how it moves.
  public let window: SlidingWindow

  /// The result's shape, or an error that says which extents do not fit.
  public func shape(of inputs: [[Int]]) throws -> [Int] {
    let x = inputs[0]  // [batch, channels, extents...]
    try require((3...4).contains(x.count), "it takes [batch, channels, 1 or 2 axes], found \(x)")
    try require(window.size.count == x.count - 2, "a window of \(window.size) does not fit \(x)")
    guard let steps = window.steps(over: Array(x[2...])) else {
      throw TensorError(cannot: "compute", Self.name, "a window of \(window.size) does not fit into \(x[2...])")
    }
    return [x[0], x[1]] + steps
  }

  /// What it computes in inference.
  public func computation(on inputs: [[Int]]) -> Computation {
    let sliding = window.sliding(over: Array(inputs[0][2...]))
    return kind == .maximum ? .maximum(sliding) : .mean(sliding)
  }
}

extension Variable {
  /// The maximum under a window along each axis after the channels.
  public func maxPooled(size: Int, stride: Int? = nil, padding: Padding = .valid) throws -> Variable {
    try pooled(.maximum, size: size, stride: stride ?? size, padding: padding)
  }

  /// The mean under a window along each axis after the channels.
  public func averagePooled(size: Int, stride: Int? = nil, padding: Padding = .valid) throws -> Variable {
    try pooled(.mean, size: size, stride: stride ?? size, padding: padding)
  }

  /// The maximum of each channel: [batch, channels, ...] gives [batch, channels].
  public func globalMaxPooled() throws -> Variable { try globallyPooled(.maximum) }

  /// The mean of each channel: [batch, channels, ...] gives [batch, channels].
  public func globalAveragePooled() throws -> Variable { try globallyPooled(.mean) }

  private func pooled(_ kind: Pooling.Kind, size: Int, stride: Int, padding: Padding) throws -> Variable {
    let axes = shape.dropFirst(2)
    let window = SlidingWindow(
      size: axes.map { _ in size }, stride: axes.map { _ in stride }, dilation: axes.map { _ in 1 }, padding: padding)
    return try tape.record(Pooling(kind: kind, window: window), [self])
  }

  private func globallyPooled(_ kind: Pooling.Kind) throws -> Variable {
    let axes = Array(shape.dropFirst(2)), ones = axes.map { _ in 1 }
    let window = SlidingWindow(size: axes, stride: ones, dilation: ones, padding: .valid)
    return try tape.record(Pooling(kind: kind, window: window), [self]).reshaped(to: Array(shape.prefix(2)))
  }
}
