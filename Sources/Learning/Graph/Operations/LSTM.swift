/// Long short-term memory over a sequence, in one direction or both.
///
///     i, f, o = σ(x[t] · W + h · U + b),   g = tanh(x[t] · W + h · U + b), each with its own W, U, b
///     c ← f · c + i · g,   h ← o · tanh(c),   y[t] = h
///
/// Gates lie in Keras's order i, f, g, o in weights [directions, in, 4, out]; h and c start at 0. Both directions run
/// over the same sequence, the second from its end, and their results stand side by side.
public struct LSTM: Operation {
  /// What errors call it.
  public static let name = "LSTM"

  /// The result's shape, or an error that says which extents do not fit.
  public func shape(of inputs: [[Int]]) throws -> [Int] {
    let x = inputs[0], kernel = inputs[1], recurrent = inputs[2], bias = inputs[3]
    try require(x.count == 3, "it takes [batch, time, features], found \(x)")
    try require(kernel.count == 4 && kernel[1] == x[2] && kernel[2] == 4, "weights \(kernel) do not fit \(x)")
    let directions = kernel[0], units = kernel[3]
    try require((1...2).contains(directions), "it runs in 1 or 2 directions, found \(directions)")
    try require(recurrent == [directions, units, 4, units], "recurrent weights \(recurrent) do not fit \(kernel)")
    try require(bias == [directions, 4, units], "the bias \(bias) does not fit \(kernel)")
    return [x[0], x[1], directions * units]
  }

  /// What it computes in inference.
  public func computation(on inputs: [[Int]]) -> Computation { .lstm }
}

extension Variable {
  /// LSTM over [batch, time, in]: weights [directions, in, 4, out], recurrent [directions, out, 4, out] and bias
  /// [directions, 4, out] give the states [batch, time, directions * out].
  public func lstm(weights: Variable, recurrent: Variable, bias: Variable) throws -> Variable {
    try tape.record(LSTM(), [self, weights, recurrent, bias])
  }

  /// The state that each direction ended with: [batch, time, directions * out] gives [batch, directions * out].
  ///
  /// The first direction ends at the last time, the second at the first.
  public func finalStates(directions: Int) throws -> Variable {
    try tape.record(FinalStates(directions: directions), [self])
  }
}

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
