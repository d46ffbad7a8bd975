extension ONNXGraph {
  /// The order in which the four gates follow each other in an LSTM's weights.
  public enum GateOrder: Sendable {
    /// Input, forget, cell, output, as in PyTorch, Keras and oneDNN.
    case inputForgetCellOutput
    /// Input, output, forget, cell, as in ONNX.
    case inputOutputForgetCell
  }

  /// The weights of an LSTM in one direction.
  public struct LSTMWeights: Sendable, Equatable {
    /// For the input.
    public let kernel: [Float]  // [gate, unit, feature]
    /// For the state before.
    public let recurrent: [Float]  // [gate, unit, unit]
    /// One bias a gate and unit; PyTorch's two add up to it.
    public let bias: [Float]  // [gate, unit]

    /// Takes weights in a given order of gates.
    public init(kernel: [Float], recurrent: [Float], bias: [Float], order: GateOrder) {
      func ordered(_ values: [Float]) -> [Float] {
        guard order == .inputForgetCellOutput else { return values }
        let size = values.count / 4
        return [0, 3, 1, 2].flatMap { values[$0 * size..<($0 + 1) * size] }
      }
      self.kernel = ordered(kernel)
      self.recurrent = ordered(recurrent)
      self.bias = ordered(bias)
    }
  }

  /// Long short-term memory over `[batch, time, feature]`, forward or both ways.
  /// - Parameters:
  ///   - name: what the weights' names begin with.
  ///   - backward: weights for the direction from the end; its states follow the forward ones on the last axis.
  ///   - sequences: the states of every step, `[batch, time, unit]`, or those after the last, `[batch, unit]`.
  public mutating func lstm(
    _ x: Value, name: String, features: Int, units: Int, forward: LSTMWeights, backward: LSTMWeights? = nil,
    sequences: Bool
  ) -> Value {
    let directions = [forward] + (backward.map { [$0] } ?? [])
    let count = directions.count
    // ONNX adds a bias for the input and one for the state; the second is zero.
    let none = [Float](repeating: 0, count: 4 * units)
    let kernel = constant(
      ExportTensor("\(name).kernel", [count, 4 * units, features], directions.flatMap(\.kernel)))
    let recurrent = constant(
      ExportTensor("\(name).recurrent", [count, 4 * units, units], directions.flatMap(\.recurrent)))
    let bias = constant(ExportTensor("\(name).bias", [count, 8 * units], directions.flatMap { $0.bias + none }))
    let steps = apply(
      "LSTM", [transpose(x, [1, 0, 2]), kernel, recurrent, bias],
      ["direction": .text(count == 2 ? "bidirectional" : "forward"), "hidden_size": .integer(units)],
      outputs: sequences ? [true] : [false, true])
    return sequences
      ? reshape(transpose(steps[0], [2, 0, 1, 3]), [0, 0, count * units])  // from [time, direction, batch, unit]
      : reshape(transpose(steps[1], [1, 0, 2]), [0, count * units])  // from [direction, batch, unit]
  }
}
