import CDNNL
import Graph

/// A tape compiled for one engine: kernels in order, each with its memory, ready to be replayed.
///
/// Nothing is allocated, created or chosen while a plan runs.
final class KernelPlan: EnginePlan {
  private let engine: OneDNNEngine
  private let parameters: Parameters
  private let clock = Clock()
  private let kernels: [Kernel]
  /// Kernels whose results change only with the parameters: the packing of weights in inference.
  private let preparation: [Kernel]
  private var preparedVersion = -1
  private let inputs: [Int: Buffer]
  private let results: [Int: Buffer]
  private let shapes: [Int: [Int]]
  private let inputGradients: [Int: Buffer]
  private var memory: Memory?

  /// Compiles what a tape recorded; `Engine.plan` says what the parameters mean.
  init(
    _ tape: Tape, on engine: OneDNNEngine, precision: Precision = .float32, results: [Variable],
    differentiating differentiated: Variable? = nil, upstream: Variable? = nil, measuringStatistics: Bool = false
  ) throws {
    precondition(differentiated == nil || !measuringStatistics, "a training plan moves the running statistics itself")
    let compiler = Compiler(
      engine: engine, isTraining: differentiated != nil, measuresStatistics: measuringStatistics, precision: precision,
      clock: clock)
    engine.claimThreads()
    var walk = TapeWalk(tape, compiler)
    try walk.forward(kept: (results + [differentiated, upstream].compactMap { $0 }).map(\.index))
    var outputs: [Int: Buffer] = [:]
    for result in results { outputs[result.index] = try walk.result(result.index) }
    if let differentiated { try walk.backward(from: differentiated.index, upstream: upstream?.index) }

    let isPreparation = { (kernel: Kernel) in
      differentiated == nil && !kernel.writes.isEmpty && !kernel.reads.isEmpty && kernel.reads.allSatisfy(\.isConstant)
        && kernel.writes.allSatisfy { $0.isConstant && !$0.isPlaced }
    }
    preparation = compiler.kernels.filter(isPreparation)
    kernels = compiler.kernels.filter { !isPreparation($0) }
    self.engine = engine
    parameters = tape.parameters
    inputs = walk.inputs
    inputGradients = walk.inputGradients
    self.results = outputs
    shapes = Dictionary(uniqueKeysWithValues: tape.nodes.enumerated().map { ($0.offset, $0.element.shape) })
    try place()
  }

  private func place() throws {
    for kernel in preparation {
      for buffer in kernel.writes where !buffer.isPlaced {
        let own = try Memory(bytes: buffer.bytes)
        buffer.place(at: own.base, owner: own)
      }
    }
    let placement = Placement(kernels)
    workingBytes = placement.bytes
    let memory = try engine.arena.reserve(bytes: placement.bytes)
    for (buffer, offset) in placement.offsets { buffer.place(at: memory.base + offset, owner: memory) }
    self.memory = memory
    for kernel in preparation + kernels { try kernel.bind() }
  }

  /// Bytes of working memory that this plan needs, which it shares with the engine's other plans.
  private(set) var workingBytes = 0

  subscript(input variable: Variable) -> UnsafeMutableBufferPointer<Float> {
    floats(inputs[variable.index], variable)
  }

  subscript(result variable: Variable) -> UnsafeMutableBufferPointer<Float> {
    floats(results[variable.index], variable)
  }

  subscript(gradient variable: Variable) -> UnsafeMutableBufferPointer<Float> {
    floats(inputGradients[variable.index], variable)
  }

  private func floats(_ buffer: Buffer?, _ variable: Variable) -> UnsafeMutableBufferPointer<Float> {
    precondition(buffer != nil, "the plan was not compiled with this variable in that role")
    return UnsafeMutableBufferPointer(start: buffer!.pointer(), count: variable.shape.product)
  }

  func run(seed: UInt64, step: Int) throws {
    engine.claimThreads()
    clock.seed = seed
    clock.step = UInt64(step)
    if preparedVersion != parameters.version {
      for kernel in preparation { try kernel.run() }
      preparedVersion = parameters.version
    }
    for kernel in kernels { try kernel.run() }
  }
}

/// One step of a plan, with what it touches declared, so that memory can be shared between values that never meet.
struct Kernel {
  let name: String
  let reads: [Buffer]
  let writes: [Buffer]
  /// A read and a written buffer of equal layout that may be the same memory.
  var inPlace: (source: Buffer, destination: Buffer)?
  /// Called once after all buffers have their addresses.
  var bind: () throws -> Void = {}
  let run: () throws -> Void
}

/// An operation that this engine has kernels for.
protocol Lowerable: Operation {
  /// Emits the forward kernels and says how to emit the backward ones.
  func lower(_ inputs: [Value], into plan: Compiler) throws -> Lowered
}

/// An operation turned into kernels.
struct Lowered {
  /// Emits kernels from the gradient of the result to the gradients of the inputs, nil where none is needed.
  typealias Backward = (_ gradient: Value) throws -> [Value?]

  let output: Value
  let backward: Backward

  init(_ output: Value, backward: @escaping Backward) {
    self.output = output
    self.backward = backward
  }
}
