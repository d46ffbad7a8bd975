import Classifiers
import Determinism
import Networks
import Settings

/// What `lilt-train` is told.
struct TrainJob: Settings {
  /// Where random numbers start from.
  var seed: UInt64 = 1
  /// The split whose folds are trained.
  var split = ""
  /// The model and how it learns.
  var train = TrainSection()

  /// A network's settings with a seed of one fold's own. 53 bits, so that every reader of JSON takes it for the same
  /// number.
  func seeded(_ network: NetworkSettings, for fold: String) -> NetworkSettings {
    var network = network
    network.train.seed = Seed(seed).derived(for: "train", split, fold, String(network.train.seed)).value >> 11
    return network
  }

  func validate() throws {
    if split.isEmpty { throw Invalid("split must name a split of the split file") }
  }
}
