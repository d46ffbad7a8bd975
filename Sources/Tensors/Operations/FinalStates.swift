import Glibc

/// The state that each direction of a recurrent layer ended with, side by side.
///
///     y[n, 0..<u] = x[n, T − 1, 0..<u],   y[n, u..<2u] = x[n, 0, u..<2u]
///
/// The gradient is 0 everywhere else.
struct FinalStates: Operation {
  static let name = "final states"
  let directions: Int

  func shape(of inputs: [[Int]]) throws -> [Int] {
    let x = inputs[0]
    try require(x.count == 3 && x[1] > 0, "it takes [batch, time, states], found \(x)")
    try require(
      (1...2).contains(directions) && x[2] % directions == 0, "\(x[2]) states are not \(directions) equal parts")
    return [x[0], x[2]]
  }

  func computation(on inputs: [[Int]]) -> Computation { .finalStates(directions: directions) }

  func lower(_ inputs: [Value], into plan: Compiler) throws -> Lowered {
    let x = inputs[0], (rows, time, width) = (x.shape[0], x.shape[1], x.shape[2])
    let y = plan.value(try .plain([rows, 1, width], x.layout.type))
    for (source, target) in try parts(x, y, time) { try plan.copy(source, to: target) }
    let output = Value(buffer: y.buffer, layout: try .plain([rows, width], x.layout.type))
    return Lowered(output) { gradient in
      let dx = plan.value(try .plain(x.shape, gradient.layout.type))
      let dy = try plan.reshape(gradient, to: [rows, 1, width])
      plan.emit("clear", reads: [], writes: [dx]) { memset(dx.buffer.address, 0, dx.buffer.bytes) }
      for (source, target) in try parts(dx, dy, time) { try plan.copy(target, to: source) }
      return [dx]
    }
  }

  /// Where each direction's last state stands in the sequence, and where in the result.
  private func parts(_ sequence: Value, _ result: Value, _ time: Int) throws -> [(Value, Value)] {
    let units = result.shape[2] / directions, box = [result.shape[0], 1, units]
    return try (0..<directions).map { direction in
      let end = direction == 0 ? time - 1 : 0, start = direction * units
      return (
        Value(buffer: sequence.buffer, layout: try sequence.layout.part(box, at: [0, end, start])),
        Value(buffer: result.buffer, layout: try result.layout.part(box, at: [0, 0, start]))
      )
    }
  }
}
