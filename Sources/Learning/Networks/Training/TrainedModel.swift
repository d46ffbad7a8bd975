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
