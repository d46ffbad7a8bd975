import Graph

/// An engine to read rather than to wait for: every operation as its formula says, in double precision, one loop after
/// another, on one thread.
///
/// The fast engine is held against it operation by operation, and whoever writes a third one can see here all that an
/// engine has to do.
public final class ReferenceEngine: Engine {
  /// Nothing but Swift.
  public static var name: String { "reference" }
  /// Plain arithmetic.
  public static var processor: String { "reference" }
  /// It computes in double precision whatever it is asked for.
  public static var hasBFloat16: Bool { false }

  /// Opens it; it takes one thread.
  public init(threads: Int = 1) {}

  /// Keeps the tape, which it walks at every run.
  public func plan(
    _ tape: Tape, precision: Precision, results: [Variable], differentiating differentiated: Variable?,
    upstream: Variable?, measuringStatistics: Bool
  ) throws -> any EnginePlan {
    try ReferencePlan(
      tape, results: results, differentiating: differentiated, upstream: upstream,
      measuresStatistics: measuringStatistics)
  }

  /// All of it at once.
  public func parallel(_ count: Int, grain: Int, _ body: (_ range: Range<Int>, _ part: Int) -> Void) {
    body(0..<count, 0)
  }
}

/// An operation that this engine can compute.
protocol Computable: Operation {
  /// The value, and how gradients find their way back.
  func compute(_ inputs: [DoubleTensor], _ run: Run) -> Computed
}

/// What a run is told.
struct Run {
  /// Whether gradients follow, and random elements fall silent.
  let isTraining: Bool
  /// Whether batch normalisations take their statistics from the batch and leave them behind.
  let measuresStatistics: Bool
  /// What dropout draws from.
  let seed: UInt64, step: UInt64
  /// The operation's line on the tape.
  var line = 0
}

/// What came of an operation.
struct Computed {
  /// From the gradient of the value to those of the inputs; nil where an input has none.
  typealias Pullback = (_ gradient: DoubleTensor) -> [DoubleTensor?]

  let value: DoubleTensor
  let pullback: Pullback
  /// What training moves along without a gradient: running statistics, by the input that holds them.
  var moved: [Int: DoubleTensor] = [:]

  init(_ value: DoubleTensor, pullback: @escaping Pullback) { (self.value, self.pullback) = (value, pullback) }
}

/// A tape with memory for what goes in and comes out.
final class ReferencePlan: EnginePlan {
  private let tape: Tape
  private let differentiated: Variable?
  private let upstream: Variable?
  private let measuresStatistics: Bool
  private var memory: [Int: Memory] = [:]
  private var gradients: [Int: Memory] = [:]
  private let results: [Int]
  let workingBytes = 0

  init(
    _ tape: Tape, results: [Variable], differentiating differentiated: Variable?, upstream: Variable?,
    measuresStatistics: Bool
  ) throws {
    self.measuresStatistics = measuresStatistics
    (self.tape, self.differentiated, self.upstream) = (tape, differentiated, upstream)
    self.results = results.map(\.index)
    for (line, node) in tape.nodes.enumerated() {
      switch node.origin {
      case .input:
        memory[line] = try Memory(bytes: node.shape.product * 4)
        gradients[line] = try Memory(bytes: node.shape.product * 4)
      case .parameter: break
      case .operation(let operation):
        guard operation is any Computable else {
          throw TensorError(cannot: "compute", type(of: operation).name, "the reference engine has no formula for it")
        }
        if self.results.contains(line) { memory[line] = try Memory(bytes: node.shape.product * 4) }
      }
    }
  }

  subscript(input variable: Variable) -> UnsafeMutableBufferPointer<Float> { floats(memory, variable) }
  subscript(result variable: Variable) -> UnsafeMutableBufferPointer<Float> { floats(memory, variable) }
  subscript(gradient variable: Variable) -> UnsafeMutableBufferPointer<Float> { floats(gradients, variable) }

  private func floats(_ memory: [Int: Memory], _ variable: Variable) -> UnsafeMutableBufferPointer<Float> {
    precondition(memory[variable.index] != nil, "the plan was not made with this variable in that role")
    return UnsafeMutableBufferPointer(
      start: memory[variable.index]!.base.assumingMemoryBound(to: Float.self), count: variable.shape.product)
  }

  private func floats(at line: Int) -> UnsafeMutableBufferPointer<Float> {
    UnsafeMutableBufferPointer(
      start: memory[line]!.base.assumingMemoryBound(to: Float.self), count: tape.nodes[line].shape.product)
  }

  func run(seed: UInt64, step: Int) throws {
    var run = Run(
      isTraining: differentiated != nil, measuresStatistics: measuresStatistics, seed: seed, step: UInt64(step))
    var values: [DoubleTensor] = [], pullbacks: [Computed.Pullback?] = [], moved: [(Parameter, DoubleTensor)] = []
    for (line, node) in tape.nodes.enumerated() {
      run.line = line
      switch node.origin {
      case .input:
        values.append(DoubleTensor(node.shape, floats(at: line).map(Double.init)))
        pullbacks.append(nil)
      case .parameter(let parameter):
        values.append(DoubleTensor(node.shape, parameter.values.map(Double.init)))
        pullbacks.append(nil)
      case .operation(let operation):
        let outcome = (operation as! any Computable).compute(node.inputs.map { values[$0] }, run)
        values.append(outcome.value)
        pullbacks.append(outcome.pullback)
        for (input, numbers) in outcome.moved {
          if case .parameter(let parameter) = tape.nodes[node.inputs[input]].origin {
            moved.append((parameter, numbers))
          }
        }
      }
    }
    for line in results { fill(floats(at: line), values[line]) }
    if let differentiated { pull(back: differentiated, values, pullbacks) }
    for (parameter, numbers) in moved { fill(parameter.values, numbers) }
  }

  private func pull(back end: Variable, _ values: [DoubleTensor], _ pullbacks: [Computed.Pullback?]) {
    var slopes = [DoubleTensor?](repeating: nil, count: values.count)
    slopes[end.index] = upstream.map { values[$0.index] } ?? DoubleTensor(end.shape, repeating: 1)
    for line in stride(from: end.index, through: 0, by: -1) {
      guard let slope = slopes[line] else { continue }
      switch tape.nodes[line].origin {
      case .input:
        fill(
          UnsafeMutableBufferPointer(
            start: gradients[line]!.base.assumingMemoryBound(to: Float.self), count: slope.values.count), slope)
      case .parameter(let parameter): if parameter.isTrained { fill(parameter.gradient, slope) }
      case .operation:
        for (input, part) in zip(tape.nodes[line].inputs, pullbacks[line]!(slope)) {
          guard let part else { continue }
          slopes[input] = slopes[input].map { $0.zipped(with: part, +) } ?? part
        }
      }
    }
  }

  private func fill(_ buffer: UnsafeMutableBufferPointer<Float>, _ numbers: DoubleTensor) {
    for (index, value) in numbers.values.enumerated() { buffer[index] = Float(value) }
  }
}

/// A tensor in double precision, row-major.
struct DoubleTensor {
  let shape: [Int]
  var values: [Double]

  init(_ shape: [Int], _ values: [Double]) { (self.shape, self.values) = (shape, values) }
  init(_ shape: [Int], repeating value: Double = 0) {
    self.init(shape, [Double](repeating: value, count: shape.product))
  }

  /// One element by its place along every axis.
  subscript(_ place: Int...) -> Double {
    get { values[offset(place)] }
    set { values[offset(place)] = newValue }
  }

  func offset(_ place: [Int]) -> Int { zip(place, shape).reduce(0) { $0 * $1.1 + $1.0 } }

  /// The place along every axis of an element.
  func place(_ offset: Int) -> [Int] {
    var rest = offset
    return shape.reversed().map { extent in
      defer { rest /= extent }
      return rest % extent
    }.reversed()
  }

  func map(_ function: (Double) -> Double) -> DoubleTensor { DoubleTensor(shape, values.map(function)) }
  func zipped(with other: DoubleTensor, _ function: (Double, Double) -> Double) -> DoubleTensor {
    DoubleTensor(shape, zip(values, other.values).map(function))
  }

  /// The same values under another shape.
  func reshaped(to shape: [Int]) -> DoubleTensor { DoubleTensor(shape, values) }
}
