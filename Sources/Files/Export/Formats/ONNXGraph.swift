/// A model as ONNX describes it: named values, and the operations that make them from one another, in order.
///
/// ```swift
/// var graph = ONNXGraph(name: "mlp")
/// let x = graph.input("x", [.named("batch"), .fixed(2376)])
/// let hidden = graph.relu(graph.dense(x, weight: weight, bias: bias))
/// graph.output(graph.softmax(hidden), as: "probabilities", [.named("batch"), .fixed(8)])
/// let bytes = try graph.encoded(producer: "lilt", version: "1.0", metadata: ["labels": "angry,calm"])
/// ```
public struct ONNXGraph: Sendable, Equatable {
  /// What a node makes, a constant, or an input.
  public struct Value: Sendable, Hashable {
    /// The name that it has in the file.
    public let name: String
  }

  /// The extent of an axis of an input or output.
  public enum Extent: Sendable, Equatable {
    /// Always the same.
    case fixed(Int)
    /// Known when the model runs, such as `batch`.
    case named(String)
  }

  /// A setting of a node.
  enum Attribute: Sendable, Equatable {
    case integer(Int)
    case float(Float)
    case text(String)
    case integers([Int])
  }

  /// One operation; an empty input name is an optional input that is left out.
  struct Node: Sendable, Equatable {
    let operation: String
    let name: String
    var inputs: [String]
    var outputs: [String]
    let attributes: [String: Attribute]
  }

  /// An input or output.
  struct Port: Sendable, Equatable {
    let name: String
    let shape: [Extent]
    /// The value that an output shows.
    var source = ""
  }

  /// The name of the whole.
  public let name: String
  private(set) var inputs: [Port] = []
  private(set) var outputs: [Port] = []
  private(set) var constants: [ExportTensor] = []
  private(set) var nodes: [Node] = []

  /// A graph without anything in it yet.
  public init(name: String) { self.name = name }

  /// Adds an input of single-precision numbers.
  public mutating func input(_ name: String, _ shape: [Extent]) -> Value {
    inputs.append(Port(name: name, shape: shape))
    return Value(name: name)
  }

  /// Adds a constant, such as a weight.
  public mutating func constant(_ tensor: ExportTensor) -> Value {
    constants.append(tensor)
    return Value(name: tensor.name)
  }

  /// Makes a value an output under a name of its own; it can be worked with further.
  public mutating func output(_ value: Value, as name: String, _ shape: [Extent]) {
    outputs.append(Port(name: name, shape: shape, source: value.name))
  }

  /// Adds a node with one output, named after the operation and its place.
  mutating func apply(_ operation: String, _ inputs: [Value?], _ attributes: [String: Attribute] = [:]) -> Value {
    apply(operation, inputs, attributes, outputs: [true])[0]
  }

  /// Adds a node with several outputs, of which some are left out.
  mutating func apply(
    _ operation: String, _ inputs: [Value?], _ attributes: [String: Attribute], outputs wanted: [Bool]
  ) -> [Value] {
    let name = "\(operation.lowercased())_\(nodes.count)"
    let outputs = wanted.indices.map { wanted[$0] ? wanted.count > 1 ? "\(name)_\($0)" : name : "" }
    nodes.append(
      Node(
        operation: operation, name: name, inputs: inputs.map { $0?.name ?? "" }, outputs: outputs,
        attributes: attributes))
    return outputs.map(Value.init)
  }

  /// The name that the next node's constants can lead with.
  var nextNode: String { "node_\(nodes.count)" }

  /// The nodes as they go into a file: what makes an output carries its name, and what cannot (an input, a constant, a
  /// value that is an output already) is copied to it.
  var finishedNodes: [Node] {
    var nodes = nodes
    let made = Set(nodes.flatMap(\.outputs))
    var newNames: [String: String] = [:]
    for output in outputs {
      if made.contains(output.source), newNames[output.source] == nil {
        newNames[output.source] = output.name
      } else {
        nodes.append(
          Node(
            operation: "Identity", name: output.name, inputs: [output.source], outputs: [output.name], attributes: [:]))
      }
    }
    for place in nodes.indices {
      nodes[place].inputs = nodes[place].inputs.map { newNames[$0] ?? $0 }
      nodes[place].outputs = nodes[place].outputs.map { newNames[$0] ?? $0 }
    }
    return nodes
  }

  /// Throws unless every name is given once, before it is used, and every constant fills its shape.
  func validate() throws {
    guard !outputs.isEmpty else { throw ExportError.noOutput(name) }
    var known: Set<String> = []
    func define(_ name: String) throws {
      guard known.insert(name).inserted else { throw ExportError.duplicate(name) }
    }
    for tensor in constants {
      try tensor.requireFullShape()
      try define(tensor.name)
    }
    for input in inputs { try define(input.name) }
    for node in finishedNodes {
      for input in node.inputs where !input.isEmpty && !known.contains(input) {
        throw ExportError.undefined(input, node: node.name)
      }
      for output in node.outputs where !output.isEmpty { try define(output) }
    }
  }
}
