import Determinism
import Graph

/// A model's parameters with the plans that train and run it, one per batch size.
final class Network {
  /// A plan with the variables that go in and come out.
  struct Program {
    let plan: any EnginePlan
    let rows: Variable
    let targets: Variable?
    let loss: Variable?
    let logits: Variable
  }

  let parameters: Parameters
  private let engine: any Engine
  private let model: any Model
  private let shape: [Int]
  private let classes: Int
  private let precision: Precision
  private let outputs: Int?
  /// The running statistics of every batch normalisation, in the order of the forward pass.
  let statistics: [(mean: Parameter, variance: Parameter)]
  private var training: [Int: Program] = [:]
  private var inference: [Int: Program] = [:]
  private var measuring: [Int: Program] = [:]

  /// - Parameter outputs: what a reduction leaves of each row; nil where the model sees rows as they are.
  init(
    _ model: any Model, shape: [Int], reducedTo outputs: Int? = nil, classes: Int, seed: Seed, precision: Precision,
    on engine: any Engine
  ) throws {
    self.model = model
    self.outputs = outputs
    self.shape = shape
    self.classes = classes
    self.precision = precision
    self.engine = engine
    parameters = Parameters(seed: seed)
    // One pass on a tape that is thrown away asks for all parameters.
    let tape = Tape(parameters: parameters)
    _ = try model.logits(of: tape.input([1] + shape), reducedTo: outputs, classes: classes)
    statistics = tape.runningStatistics
  }

  private func logits(of rows: Variable) throws -> Variable {
    try model.logits(of: rows, reducedTo: outputs, classes: classes)
  }

  /// The program of a training step over so many rows.
  func training(rows count: Int, weights: [Float], smoothing: Float) throws -> Program {
    if let program = training[count] { return program }
    let tape = Tape(parameters: parameters)
    let rows = tape.input([count] + shape), targets = tape.input([count, classes])
    let logits = try logits(of: rows)
    let loss = try logits.crossEntropy(targets, weights: weights, smoothing: smoothing)
    let plan = try engine.plan(tape, precision: precision, results: [logits, loss], differentiating: loss)
    let program = Program(plan: plan, rows: rows, targets: targets, loss: loss, logits: logits)
    training[count] = program
    return program
  }

  /// The program that computes logits of so many rows.
  func inference(rows count: Int) throws -> Program {
    if let program = inference[count] { return program }
    let program = try forward(rows: count)
    inference[count] = program
    return program
  }

  /// The program that leaves the statistics of so many rows in place of the running ones: each batch normalisation sees
  /// what those before it make of the rows by these very statistics, and nothing is silenced.
  func measuring(rows count: Int) throws -> Program {
    if let program = measuring[count] { return program }
    let program = try forward(rows: count, measuringStatistics: true)
    measuring[count] = program
    return program
  }

  private func forward(rows count: Int, measuringStatistics: Bool = false) throws -> Program {
    let tape = Tape(parameters: parameters)
    let rows = tape.input([count] + shape)
    let logits = try logits(of: rows)
    let plan = try engine.plan(
      tape, precision: precision, results: [logits], measuringStatistics: measuringStatistics)
    return Program(plan: plan, rows: rows, targets: nil, loss: nil, logits: logits)
  }

  /// All parameters and running statistics, as they are or to be.
  var tensors: [NamedTensor] { parameters.all.map { NamedTensor(path: $0.path, tensor: $0.tensor) } }

  /// Takes over all parameters and running statistics.
  func load(_ tensors: [NamedTensor]) throws { try parameters.load(tensors) }
}

extension TrainedModel {
  /// The forward pass of one of the networks, recorded with its weights: rows [rows, features...] to logits
  /// [rows, classes].
  public func logits(of member: Member, rows: Int) throws -> Variable {
    let parameters = Parameters(seed: Seed(member.seed))
    let tape = Tape(parameters: parameters)
    let logits = try settings.model.model.logits(
      of: tape.input([rows] + inputShape), reducedTo: Reduction.outputs(among: member.parameters), classes: labels.count
    )
    try parameters.load(member.parameters)
    return logits
  }
}

extension Parameters {
  /// Takes over all parameters and running statistics.
  func load(_ tensors: [NamedTensor]) throws {
    let missing = all.first { parameter in !tensors.contains { $0.path == parameter.path } }
    if let missing { throw LearningError(cannot: "load parameter", missing.path, "the model file has none") }
    for named in tensors { try load(named.tensor, into: named.path) }
  }
}
