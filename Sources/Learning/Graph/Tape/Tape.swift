/// The record of a forward pass: which operation made what from what.
///
/// A forward pass runs once on a tape, with shapes in place of numbers. An engine makes an `EnginePlan` of
/// the record, which computes it and its gradients at every step.
///
/// ```swift
/// let tape = Tape(parameters: parameters)
/// let x = tape.input([64, 2376])
/// let hidden = try Dense(300, name: "dense1")(x).relu()
/// ```
public final class Tape {
  /// The parameters that layers ask for by path.
  public let parameters: Parameters
  /// Its lines, in the order in which they were recorded.
  public private(set) var nodes: [Node] = []

  /// An empty tape over a model's parameters.
  public init(parameters: Parameters) { self.parameters = parameters }

  /// Numbers that change from step to step.
  /// - Parameter isDifferentiable: whether plans should offer the gradient with respect to it.
  public func input(_ shape: [Int], isDifferentiable: Bool = false) -> Variable {
    append(Node(origin: .input(isDifferentiable: isDifferentiable), inputs: [], shape: shape))
  }

  /// The parameter at a path, created on first use.
  public func parameter(
    _ path: String, _ shape: [Int], _ initialiser: Initialiser, isTrained: Bool = true
  ) throws -> Variable {
    let parameter = try parameters.request(path, shape: shape, initialiser: initialiser, isTrained: isTrained)
    return append(Node(origin: .parameter(parameter), inputs: [], shape: shape))
  }

  /// Records an operation on values of this tape.
  func record(_ operation: any Operation, _ inputs: [Variable]) throws -> Variable {
    precondition(inputs.allSatisfy { $0.tape === self }, "an operation's inputs are on different tapes")
    let shape = try operation.shape(of: inputs.map(\.shape))
    guard shape.product < 1 << 50 else { throw TensorError(lacking: Int.max, for: "tensor of shape \(shape)") }
    return append(Node(origin: .operation(operation), inputs: inputs.map(\.index), shape: shape))
  }

  /// The running statistics of every batch normalisation, in the order of the forward pass.
  public var runningStatistics: [(mean: Parameter, variance: Parameter)] {
    nodes.compactMap { node in
      guard case .operation(let operation) = node.origin, operation is BatchNormalisation,
        case .parameter(let mean) = nodes[node.inputs[3]].origin,
        case .parameter(let variance) = nodes[node.inputs[4]].origin
      else { return nil }
      return (mean, variance)
    }
  }

  private func append(_ node: Node) -> Variable {
    nodes.append(node)
    return Variable(tape: self, index: nodes.count - 1, shape: node.shape)
  }
}

/// A value on a tape: known by its shape until a plan runs.
public struct Variable {
  /// The tape that it is recorded on.
  public let tape: Tape
  /// Its line on the tape.
  public let index: Int
  /// Extents, outermost axis (the batch) first.
  public let shape: [Int]

  init(tape: Tape, index: Int, shape: [Int]) { (self.tape, self.index, self.shape) = (tape, index, shape) }

  /// The value on a line of a tape.
  public init(tape: Tape, line: Int) { self.init(tape: tape, index: line, shape: tape.nodes[line].shape) }
}

/// One line of a tape.
public struct Node {
  /// What makes a value.
  public enum Origin {
    /// It comes from outside at every run.
    case input(isDifferentiable: Bool)
    /// The model keeps it.
    case parameter(Parameter)
    /// It is computed from other lines.
    case operation(any Operation)
  }

  /// What makes its value.
  public let origin: Origin
  /// The lines that it is computed from, all of them before it.
  public let inputs: [Int]
  /// Its extents.
  public let shape: [Int]
}

/// What a tape can record: its numbers, how shapes follow from shapes, and what it computes. Engines have the kernels.
public protocol Operation: Sendable {
  /// The operation's name in errors: `convolution`.
  static var name: String { get }

  /// The result's shape, or an error that says which extents do not fit.
  func shape(of inputs: [[Int]]) throws -> [Int]

  /// What it computes in inference, for other runtimes.
  func computation(on inputs: [[Int]]) -> Computation
}

extension Operation {
  /// Throws the operation's error unless a condition on its inputs holds.
  func require(_ condition: Bool, _ cause: @autoclosure () -> String) throws {
    guard condition else { throw TensorError(cannot: "compute", Self.name, cause()) }
  }
}
