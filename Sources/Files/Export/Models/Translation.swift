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
    case .softmax(let axis): return graph.softmax(x, axis: axis)
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
    case .layerNormalisation(let epsilon):
      return graph.layerNormalization(
        x, scale: try weight(inputs[1]), shift: try weight(inputs[2]), epsilon: epsilon)
    case .lstm:
      let weights = try RecurrentWeights(
        weights: parameter(inputs[1]), recurrent: parameter(inputs[2]), bias: parameter(inputs[3]))
      return weights.add(to: &graph, x, prefix: prefix)
    case .finalStates(let directions): return graph.finalStates(x, lines[inputs[0]].shape, directions: directions)
    case .statistics(let epsilon): return graph.statistics(x, epsilon: epsilon)
    case .weightedSum:
      let shape = lines[inputs[0]].shape  // [batch, channels, time]
      let weights = graph.reshape(value(inputs[1]), [0, shape[2], 1])
      return graph.reshape(graph.product(x, weights), [0, shape[1]])
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
