/// Softmax and cross-entropy in one, against targets that may be soft.
///
///     q = (1 − s) · t + s / classes,   w[n] = Σ_c t[n, c] · weight[c]
///     loss = −1/N Σ_n w[n] Σ_c q[n, c] · log softmax(x[n])[c]
///     ∂x[n, c] = w[n] / N · (softmax(x[n])[c] · Σ_k q[n, k] − q[n, c])
///
/// s is the label smoothing. Weights that average 1 over the rows keep the size of the loss.
public struct CrossEntropy: Operation {
  /// What errors call it.
  public static let name = "cross-entropy"
  /// One factor a class; none where all count alike.
  public let weights: [Float]
  /// Part of every target that is spread evenly over the classes.
  public let smoothing: Float

  /// The result's shape, or an error that says which extents do not fit.
  public func shape(of inputs: [[Int]]) throws -> [Int] {
    let logits = inputs[0], targets = inputs[1]  // [rows, classes], [rows, classes]
    try require(logits.count == 2 && logits == targets, "logits \(logits) and targets \(targets) differ in shape")
    try require(weights.isEmpty || weights.count == logits[1], "\(weights.count) weights for \(logits[1]) classes")
    return [1]
  }

  /// What it computes in inference.
  public func computation(on inputs: [[Int]]) -> Computation { .loss }
}

extension Variable {
  /// The mean cross-entropy of logits [rows, classes] against target distributions of that shape, as [1].
  /// - Parameters:
  ///   - weights: one factor per class; none weighs all alike.
  ///   - smoothing: part of every target that is spread evenly over the classes.
  public func crossEntropy(
    _ targets: Variable, weights: [Float] = [], smoothing: Float = 0
  ) throws -> Variable {
    try tape.record(CrossEntropy(weights: weights, smoothing: smoothing), [self, targets])
  }
}
