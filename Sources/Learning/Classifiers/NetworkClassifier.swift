import Classical
import Networks
import Settings

/// The `train` section for a network: how it learns, and what its rows go through first.
public struct NetworkSettings: Settings {
  /// What it is for and what its keys mean.
  public static let about = About(
    "A network, what its rows go through first, and how it learns.", title: "a network"
  ) {
    TrainSettings.about.keys
    Key(
      "reduce", "What becomes of a row on its way into the network; nothing when left out.",
      example: "reduce: { lda: {} }")
  }

  /// The network and its training; in a recipe its keys stand beside `reduce`.
  public var train = TrainSettings()
  /// What becomes of a row on its way into the network; nothing when left out.
  public var reduce: ReduceSettings?

  /// A perceptron on rows as they are.
  public init() {}

  /// A training on rows as they are.
  public init(_ train: TrainSettings) { self.train = train }

  private enum ReduceKey: String, CodingKey { case reduce }

  /// Reads both from one object.
  public init(from decoder: any Decoder) throws {
    reduce = try decoder.container(keyedBy: ReduceKey.self).decodeIfPresent(ReduceSettings.self, forKey: .reduce)
    train = try TrainSettings(from: decoder)
  }

  /// Writes both into one object.
  public func encode(to encoder: any Encoder) throws {
    try train.encode(to: encoder)
    var container = encoder.container(keyedBy: ReduceKey.self)
    try container.encodeIfPresent(reduce, forKey: .reduce)
  }

  /// Checks the training.
  public func validate() throws { try train.check() }
}

/// Networks with what their rows go through first: a plain value.
public struct NetworkClassifier: Sendable, Equatable {
  /// What becomes of a row on its way in; the map itself is among the networks' parameters.
  public var reduce: ReduceSettings?
  /// The features that were chosen; nil where there was no choice.
  public var selection: FeatureSelection?
  /// The networks.
  public var model: TrainedModel

  /// Networks read back, or networks on rows as they are.
  public init(_ model: TrainedModel, reduce: ReduceSettings? = nil, selection: FeatureSelection? = nil) {
    (self.model, self.reduce, self.selection) = (model, reduce, selection)
  }

  /// Trains on some rows and watches others, of which the reduction sees nothing.
  /// - Parameters:
  ///   - features: the name of each feature, for settings that choose among them.
  ///   - resuming, save, progress: as `Trainer` has them.
  public init(
    _ settings: NetworkSettings, on data: Dataset, train: [Int], validation: [Int], features: [String], threads: Int,
    resuming: TrainingState? = nil, save: (TrainingState) throws -> Void = { _ in },
    progress: (TrainingEvent) -> Void = { _ in }
  ) throws {
    var found: (reduction: Reduction, selection: FeatureSelection?)?
    if let reduce = settings.reduce {
      let scaler = try FittedScaler(settings.train.scaler, fittedTo: train, of: data)
      found = try reduce.reduction(
        of: data.examples(of: train, scaler: scaler), shape: data.rows.shape, features: features, jobs: threads)
    }
    self.init(
      try Trainer(settings.train, threads: threads).train(
        data, train: train, validation: validation, reduction: found?.reduction, resuming: resuming, save: save,
        progress: progress), reduce: settings.reduce, selection: found?.selection)
  }

  /// What the training was told.
  public var settings: NetworkSettings {
    var settings = NetworkSettings(model.settings)
    settings.reduce = reduce
    return settings
  }
}
