import Determinism
import Graph
import Settings

/// Everything that a prediction needs, as a plain value: what `model.h5` holds.
public struct TrainedModel: Sendable, Equatable {
  /// One network of an ensemble.
  public struct Member: Sendable, Equatable {
    /// The seed that its numbers derive from.
    public var seed: UInt64
    /// Its parameters in the order of the forward pass: path, shape and values.
    public var parameters: [NamedTensor]
    /// Its epochs.
    public var history: [EpochRecord]
    /// The epoch whose weights these are.
    public var keptEpoch: Int

    /// A member read back.
    public init(seed: UInt64, parameters: [NamedTensor], history: [EpochRecord], keptEpoch: Int) {
      self.seed = seed
      self.parameters = parameters
      self.history = history
      self.keptEpoch = keptEpoch
    }
  }

  /// What the training was told, the architecture included.
  public var settings: TrainSettings
  /// The names of the classes, in the order of the outputs.
  public var labels: [String]
  /// The shape of one row.
  public var inputShape: [Int]
  /// Offsets and factors of the features.
  public var scaler: FittedScaler
  /// The networks whose probabilities are averaged.
  public var members: [Member]

  /// A model read back.
  public init(
    settings: TrainSettings, labels: [String], inputShape: [Int], scaler: FittedScaler, members: [Member]
  ) {
    self.settings = settings
    self.labels = labels
    self.inputShape = inputShape
    self.scaler = scaler
    self.members = members
  }

  /// The architecture as canonical JSON: the model's name and all of its sizes.
  public var architecture: String { get throws { try JSON(encoding: settings.model).canonical } }
}

/// A tensor under its path.
public struct NamedTensor: Sendable, Equatable {
  /// For example `conv1/weight`.
  public var path: String
  /// Shape and values.
  public var tensor: Tensor

  /// A tensor under a path.
  public init(path: String, tensor: Tensor) {
    self.path = path
    self.tensor = tensor
  }
}

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
