import Graph

/// An LSTM's weights on their way from [direction, in, gate, unit] to ONNX's [direction, gate, unit, in].
struct RecurrentWeights {
  private let name: String
  private let features: Int
  private let units: Int
  private let directions: [ONNXGraph.LSTMWeights]

  init(weights: Parameter, recurrent: Parameter, bias: Parameter) throws {
    let shape = weights.shape  // [direction, in, gate, unit]
    (features, units) = (shape[1], shape[3])
    name = weights.path.split(separator: "/").dropLast().joined(separator: ".")
    let kernels = Self.turned(weights), states = Self.turned(recurrent), biases = Array(bias.values)
    let width = 4 * shape[3]
    directions = (0..<shape[0]).map { direction in
      ONNXGraph.LSTMWeights(
        kernel: kernels[direction], recurrent: states[direction],
        bias: Array(biases[direction * width..<(direction + 1) * width]), order: .inputForgetCellOutput)
    }
  }

  /// Adds the layer, which gives the states of every step.
  func add(to graph: inout ONNXGraph, _ x: ONNXGraph.Value, prefix: String) -> ONNXGraph.Value {
    graph.lstm(
      x, name: prefix + name, features: features, units: units, forward: directions[0],
      backward: directions.count > 1 ? directions[1] : nil, sequences: true)
  }

  /// [direction, in, gate, unit] to [gate, unit, in], one array a direction.
  private static func turned(_ parameter: Parameter) -> [[Float]] {
    let rows = parameter.shape[1], columns = parameter.shape[2] * parameter.shape[3]
    let values = parameter.values
    return (0..<parameter.shape[0]).map { direction in
      var turned = [Float](repeating: 0, count: rows * columns)
      let start = direction * rows * columns
      for row in 0..<rows {
        for column in 0..<columns { turned[column * rows + row] = values[start + row * columns + column] }
      }
      return turned
    }
  }
}

extension ONNXGraph {
  /// The last state of the first direction and the first state of the second: [batch, time, states] to [batch, states].
  mutating func finalStates(_ x: Value, _ shape: [Int], directions: Int) -> Value {
    let (time, states) = (shape[1], shape[2]), units = states / directions
    let last = slice(x, axes: [1, 2], from: [time - 1, 0], to: [time, units])
    guard directions > 1 else { return reshape(last, [0, states]) }
    let first = slice(x, axes: [1, 2], from: [0, units], to: [1, states])
    return reshape(concatenate([last, first], axis: 2), [0, states])
  }

  /// Means and then deviations over time: [batch, channels, time] to [batch, 2 channels].
  mutating func statistics(_ x: Value, epsilon: Float) -> Value {
    let mean = mean(x, axes: [2])
    let centred = subtract(x, self.mean(x, axes: [2], keeping: true))
    let name = "\(nextNode).epsilon"
    let variance = add(self.mean(multiply(centred, centred), axes: [2]), constant(ExportTensor(name, [], [epsilon])))
    return concatenate([mean, squareRoot(variance)], axis: 1)
  }
}
