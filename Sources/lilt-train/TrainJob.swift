import Classifiers
import Settings

/// What `lilt-train` is told.
struct TrainJob: Settings {
  /// Where random numbers start from.
  var seed: UInt64 = 1
  /// The split whose folds are trained.
  var split = ""
  /// The model and how it learns.
  var train = TrainSection()

  func validate() throws {
    if split.isEmpty { throw Invalid("split must name a split of the split file") }
  }
}
