import CDNNL
import Graph

/// Walks a tape forward and back, turning its lines into kernels.
struct TapeWalk {
  private let nodes: [Node]
  private let compiler: Compiler
  private var values: [Value?]
  private var backwards: [Lowered.Backward?]
  private(set) var inputs: [Int: Buffer] = [:]
  private(set) var inputGradients: [Int: Buffer] = [:]

  init(_ tape: Tape, _ compiler: Compiler) {
    nodes = tape.nodes
    self.compiler = compiler
    values = Array(repeating: nil, count: nodes.count)
    backwards = Array(repeating: nil, count: nodes.count)
  }

  /// Lowers every line that the kept ones depend on.
  mutating func forward(kept: [Int]) throws {
    let isNeeded = needed(for: kept)
    var consumers = [[Int]](repeating: [], count: nodes.count)
    for (line, node) in nodes.enumerated() where isNeeded[line] {
      for input in node.inputs { consumers[input].append(line) }
    }
    var isDone = [Bool](repeating: false, count: nodes.count)
    for (line, node) in nodes.enumerated() where isNeeded[line] && !isDone[line] {
      switch node.origin {
      case .input(let isDifferentiable):
        let layout = try BufferLayout.plain(node.shape)
        let memory = try Memory(bytes: layout.bytes)
        let buffer = Buffer(at: memory.base, bytes: layout.bytes, owner: memory)
        inputs[line] = buffer
        values[line] = Value(buffer: buffer, layout: layout, needsGradient: isDifferentiable && compiler.isTraining)
      case .parameter(let parameter):
        values[line] = Value(
          buffer: Buffer(
            at: UnsafeMutableRawPointer(parameter.values.baseAddress!), bytes: parameter.count * 4, owner: parameter,
            isConstant: !compiler.isTraining),
          layout: try .plain(node.shape), needsGradient: parameter.isTrained && compiler.isTraining)
      case .operation(let operation):
        // A line whose only reader is the next one may do that one's work too; a kept value must stay as it is.
        let follower = consumers[line].count == 1 && !kept.contains(line) ? consumers[line][0] : nil
        compiler.follower = follower.flatMap { nodes[$0].inputs.count == 1 ? nodes[$0].operation : nil }
        compiler.tookFollower = false
        compiler.line = line
        let inputs = node.inputs.map { values[$0]! }
        guard let known = operation as? any Lowerable else {
          throw TensorError(cannot: "compute", type(of: operation).name, "oneDNN's engine has no kernels for it")
        }
        let lowered = try known.lower(inputs, into: compiler)
        var output = lowered.output
        output.needsGradient = inputs.contains { $0.needsGradient }
        values[line] = output
        backwards[line] = lowered.backward
        if compiler.tookFollower, let follower {
          values[follower] = output
          backwards[follower] = { [$0] }
          isDone[follower] = true
        }
      }
    }
  }

  /// Keeps a value as row-major float32 in memory of its own.
  func result(_ line: Int) throws -> Buffer {
    guard let value = values[line] else { throw TensorError(cannot: "keep", "result", "it is not on the tape") }
    let layout = try BufferLayout.plain(value.shape)
    let memory = try Memory(bytes: layout.bytes)
    let buffer = Buffer(at: memory.base, bytes: layout.bytes, owner: memory)
    try compiler.copy(value, to: Value(buffer: buffer, layout: layout))
    return buffer
  }

  /// Emits the backward kernels of every line between a value and what is trained.
  mutating func backward(from line: Int, upstream: Int?) throws {
    var gradients = [Value?](repeating: nil, count: nodes.count)
    gradients[line] = try upstream.map { values[$0]! } ?? one(nodes[line].shape)
    for line in stride(from: line, through: 0, by: -1) {
      guard let gradient = gradients[line], let value = values[line], value.needsGradient else { continue }
      switch nodes[line].origin {
      case .input:
        let memory = try Memory(bytes: nodes[line].shape.product * 4)
        inputGradients[line] = try finish(gradient, memory.base, owner: memory)
      case .parameter(let parameter):
        _ = try finish(gradient, UnsafeMutableRawPointer(parameter.gradient.baseAddress!), owner: parameter)
      case .operation:
        for (input, part) in zip(nodes[line].inputs, try backwards[line]!(gradient)) {
          guard let part else { continue }
          gradients[input] = try gradients[input].map { try compiler.sum($0, part) } ?? part
        }
      }
      gradients[line] = nil
    }
  }

  /// Puts a gradient where it is read from outside, row-major: without a copy when it is made in that layout.
  private func finish(
    _ gradient: Value, _ address: UnsafeMutableRawPointer, owner: AnyObject
  ) throws -> Buffer {
    let layout = try BufferLayout.plain(gradient.shape)
    if gradient.layout == layout, !gradient.buffer.isPlaced {
      gradient.buffer.place(at: address, owner: owner)
      return gradient.buffer
    }
    let buffer = Buffer(at: address, bytes: layout.bytes, owner: owner)
    try compiler.copy(gradient, to: Value(buffer: buffer, layout: layout))
    return buffer
  }

  private func one(_ shape: [Int]) throws -> Value {
    let layout = try BufferLayout.plain(shape)
    let memory = try Memory(bytes: layout.bytes)
    memory.base.initializeMemory(as: Float.self, repeating: 1, count: shape.product)
    return Value(buffer: Buffer(at: memory.base, bytes: layout.bytes, owner: memory), layout: layout)
  }

  private func needed(for kept: [Int]) -> [Bool] {
    var isNeeded = [Bool](repeating: false, count: nodes.count)
    for line in kept { isNeeded[line] = true }
    for line in nodes.indices.reversed() where isNeeded[line] {
      for input in nodes[line].inputs { isNeeded[input] = true }
    }
    return isNeeded
  }
}

extension Node {
  fileprivate var operation: (any Operation)? {
    guard case .operation(let operation) = origin else { return nil }
    return operation
  }
}
