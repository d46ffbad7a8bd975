import Determinism
import Graph

/// A trained model at work: rows in, probabilities out.
public final class Predictor {
  /// What it works with.
  public let model: TrainedModel
  private let networks: [Network]
  private let batch: Int

  /// Prepares a model.
  /// - Parameters:
  ///   - batch: rows per run; results do not depend on it beyond rounding.
  public init(_ model: TrainedModel, threads: Int, batch: Int = 64) throws {
    guard batch >= 1 else { throw LearningError(cannot: "predict", "rows", "a batch holds 1 row or more") }
    self.model = model
    self.batch = batch
    let engine = try Engines.open(threads: threads)
    networks = try model.members.map { member in
      let network = try Network(
        model.settings.model.model, shape: model.inputShape, reducedTo: Reduction.outputs(among: member.parameters),
        classes: model.labels.count, seed: Seed(member.seed),
        // A model trained in bfloat16 predicts in float32 where the processor knows no other.
        precision: Engines.hasBFloat16 ? model.settings.precision : .float32, on: engine)
      try network.load(member.parameters)
      return network
    }
  }

  /// Packs the weights for so many rows at a time, so that the first prediction is as fast as all others.
  public func prepare(rows: Int) throws {
    for network in networks { try network.inference(rows: rows).plan.run() }
  }

  /// The probabilities of every class for rows of a data set, one distribution per row.
  ///
  /// A scaler by speaker takes new speakers' statistics from these rows.
  public func probabilities(of rows: [Int], in data: Dataset) throws -> [[Double]] {
    guard data.rows.shape == model.inputShape else {
      throw LearningError(
        cannot: "predict", "rows", "they have shape \(data.rows.shape), the model takes \(model.inputShape)")
    }
    var scaler = model.scaler
    try scaler.adapt(to: rows, of: data)
    return try networks.probabilities(of: rows, in: data, scaler: scaler, batch: batch)
  }
}

extension [Network] {
  /// The mean of the members' probabilities for each row.
  func probabilities(
    of rows: [Int], in data: Dataset, scaler: FittedScaler, batch: Int
  ) throws -> [[Double]] {
    var result: [[Double]] = []
    for start in stride(from: 0, to: rows.count, by: batch) {
      let part = Array<Int>(rows[start..<Swift.min(start + batch, rows.count)])
      // A last part that is smaller runs in the full program when there has been one already.
      let capacity = start > 0 ? batch : part.count
      var sums: [[Double]] = []
      for network in self {
        let program = try network.inference(rows: capacity)
        try scaler.read(part, of: data, into: program.plan[input: program.rows])
        try program.plan.run()
        let logits = program.plan[result: program.logits], classes = logits.count / capacity
        for position in part.indices {
          let distribution = softmax(logits[position * classes..<(position + 1) * classes])
          if sums.count <= position {
            sums.append(distribution)
          } else {
            for index in distribution.indices { sums[position][index] += distribution[index] }
          }
        }
      }
      result += sums.map { $0.map { $0 / Double(count) } }
    }
    return result
  }
}
