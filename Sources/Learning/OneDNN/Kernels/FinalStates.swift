import Glibc
import Graph

extension FinalStates: Lowerable {
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
