import Classifiers
import Determinism
import Networks
import Settings

/// What `lilt-train` is told.
public struct TrainJob: Settings {
  /// Where random numbers start from.
  public var seed: UInt64 = 1
  /// The split whose folds are trained.
  public var split = ""
  /// The model and how it learns.
  public var train = TrainSection()

  /// Nothing to train yet.
  public init() {}

  /// What a recipe trains on one of its splits.
  public init(seed: UInt64, split: String, train: TrainSection) {
    (self.seed, self.split, self.train) = (seed, split, train)
  }

  /// A network's settings with a seed of one fold's own. 53 bits, so that every reader of JSON takes it for the same
  /// number.
  func seeded(_ network: NetworkSettings, for fold: String) -> NetworkSettings {
    var network = network
    network.train.seed = Seed(seed).derived(for: "train", split, fold, String(network.train.seed)).value >> 11
    return network
  }

  /// Refuses a split without a name.
  public func validate() throws {
    if split.isEmpty { throw Invalid("split must name a split of the split file") }
  }
}
