/// The state that each direction of a recurrent layer ended with, side by side.
///
///     y[n, 0..<u] = x[n, T − 1, 0..<u],   y[n, u..<2u] = x[n, 0, u..<2u]
///
/// The gradient is 0 everywhere else.
public struct FinalStates: Operation {
  /// What errors call it.
  public static let name = "final states"
  /// 1, or 2 for both.
  public let directions: Int

  /// The result's shape, or an error that says which extents do not fit.
  public func shape(of inputs: [[Int]]) throws -> [Int] {
    let x = inputs[0]
    try require(x.count == 3 && x[1] > 0, "it takes [batch, time, states], found \(x)")
    try require(
      (1...2).contains(directions) && x[2] % directions == 0, "\(x[2]) states are not \(directions) equal parts")
    return [x[0], x[2]]
  }

  /// What it computes in inference.
  public func computation(on inputs: [[Int]]) -> Computation { .finalStates(directions: directions) }
}
