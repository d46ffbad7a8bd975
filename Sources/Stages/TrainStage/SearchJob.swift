import Networks
import Search
import Settings

/// What `--search` is told.
struct SearchJob: Settings {
  /// What a trial is scored by, over the clips of a validation side.
  var metric = Metric.uar
  /// Inner speaker-disjoint folds of the rows of each fold that are not tested on; 0 takes the fold's own validation rows.
  var inner = 0
  /// Which settings vary, as paths from the settings file: `train.model.mlp.hidden`.
  var search = SearchSettings()

  func validate() throws {
    if inner < 0 || inner == 1 { throw Invalid("inner must be 2 or more folds, or 0, found \(inner)") }
    if metric == .trainingLoss {
      throw Invalid("metric must be uar, accuracy or loss: trials are judged by rows held out")
    }
    guard (metric == .loss) == (search.goal == .lowest) else {
      throw Invalid("search.goal must be 'lowest' for the metric loss and 'highest' for the others")
    }
    try require("inner", inner, in: 0...1000)
  }
}
