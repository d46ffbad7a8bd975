import Determinism
import Graph

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
