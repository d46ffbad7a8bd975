import Graph

/// Writes a recorded forward pass into a graph, operation by operation.
///
/// Models know nothing of it: what a layer does is on its tape, and every operation says there what it computes.
struct Translation {
  private enum Known {
    case value(ONNXGraph.Value)
    case parameter(Parameter)
  }

  private(set) var graph: ONNXGraph
  private let prefix: String
  private let batch: Int
  private var known: [Known] = []

  /// - Parameters:
  ///   - prefix: what the names of weights begin with, so that several networks fit into one graph.
  ///   - batch: the number of rows that the pass was recorded with, unlike any other extent: where it stands, the graph
  ///     takes whatever number comes.
  init(into graph: ONNXGraph, prefix: String, batch: Int) {
    self.graph = graph
    self.prefix = prefix
    self.batch = batch
  }

  /// Adds what a value is computed by.
  mutating func add(_ result: Variable, rows: ONNXGraph.Value) throws -> ONNXGraph.Value {
    let lines = result.transcript.lines
    known = []
    for line in lines {
      switch line.origin {
      case .input: known.append(.value(rows))
      case .parameter(let parameter): known.append(.parameter(parameter))
      case .computation(let computation): known.append(.value(try add(computation, line, lines)))
      }
    }
    return value(lines.count - 1)
  }

  private mutating func add(
    _ computation: Computation, _ line: Transcript.Line, _ lines: [Transcript.Line]
  ) throws -> ONNXGraph.Value {
    let inputs = line.inputs, x = value(inputs[0])
    switch computation {
    case .identity: return x
    case .addition: return graph.add(x, value(inputs[1]))
    case .relu: return graph.relu(x)
    case .leakyReLU(let slope): return graph.leakyRelu(x, slope: slope)
    case .gelu: return graph.gelu(x)
    case .sigmoid: return graph.sigmoid(x)
    case .tanh: return graph.tanh(x)
    case .dense: return try dense(x, inputs, lines)
    case .convolution(let sliding, let groups): return try convolution(x, inputs, sliding, groups)
    case .maximum(let sliding):
      return graph.maxPool(x, window: sliding.size, strides: sliding.stride, padding: sliding.padding)
    case .mean(let sliding):
      return graph.averagePool(x, window: sliding.size, strides: sliding.stride, padding: sliding.padding)
    case .batchNormalisation(let epsilon):
      return graph.batchNormalization(
        x, scale: try weight(inputs[1]), shift: try weight(inputs[2]), mean: try weight(inputs[3]),
        variance: try weight(inputs[4]), epsilon: epsilon)
    case .lstm:
      let weights = try RecurrentWeights(
        weights: parameter(inputs[1]), recurrent: parameter(inputs[2]), bias: parameter(inputs[3]))
      return weights.add(to: &graph, x, prefix: prefix)
    case .finalStates(let directions): return graph.finalStates(x, lines[inputs[0]].shape, directions: directions)
    case .concatenation(let axis): return graph.concatenate(inputs.map { value($0) }, axis: axis)
    case .permutation(let order): return graph.transpose(x, order)
    case .reshape:
      guard line.shape.first == batch, lines[inputs[0]].shape.first == batch else {
        throw ExportError.untranslatable("reshape", cause: "it mixes the rows of a batch")
      }
      return graph.reshape(x, [0] + line.shape.dropFirst())
    case .loss: throw ExportError.untranslatable("loss", cause: "only training computes it")
    }
  }

  private mutating func dense(
    _ x: ONNXGraph.Value, _ inputs: [Int], _ lines: [Transcript.Line]
  ) throws -> ONNXGraph.Value {
    let bias = try inputs.count > 2 ? weight(inputs[2]) : nil
    let weight = try weight(inputs[1])
    return lines[inputs[0]].shape.count == 2
      ? graph.dense(x, weight: weight, bias: bias)
      : graph.denseOverLastAxis(x, weight: weight.transposed, bias: bias)
  }

  private mutating func convolution(
    _ x: ONNXGraph.Value, _ inputs: [Int], _ sliding: Computation.Sliding, _ groups: Int
  ) throws -> ONNXGraph.Value {
    graph.convolution(
      x, weight: try weight(inputs[1]), bias: try inputs.count > 2 ? weight(inputs[2]) : nil, strides: sliding.stride,
      dilations: sliding.dilation, groups: groups, padding: sliding.padding)
  }

  private mutating func value(_ line: Int) -> ONNXGraph.Value {
    switch known[line] {
    case .value(let value): return value
    case .parameter(let parameter):
      let value = graph.constant(ExportTensor(parameter, prefix: prefix))
      known[line] = .value(value)
      return value
    }
  }

  private func parameter(_ line: Int) throws -> Parameter {
    guard case .parameter(let parameter) = known[line] else {
      throw ExportError.untranslatable("layer", cause: "its weights are computed; expected ones that the model keeps")
    }
    return parameter
  }

  private func weight(_ line: Int) throws -> ExportTensor { ExportTensor(try parameter(line), prefix: prefix) }
}

extension Computation.Sliding {
  fileprivate var padding: ONNXGraph.Padding { .explicit(before: before, after: behind) }
}

extension ExportTensor {
  /// A parameter under its path, with dots where files have slashes.
  init(_ parameter: Parameter, prefix: String) {
    self.init(prefix + parameter.path.replacing("/", with: "."), parameter.shape, Array(parameter.values))
  }

  /// The columns of a matrix as rows.
  fileprivate var transposed: ExportTensor {
    guard case .floats(let values) = elements else { return self }
    let (rows, columns) = (shape[0], shape[1])
    var turned = [Float](repeating: 0, count: values.count)
    for row in 0..<rows {
      for column in 0..<columns { turned[column * rows + row] = values[row * columns + column] }
    }
    return ExportTensor(name, [columns, rows], turned)
  }
}

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
}
