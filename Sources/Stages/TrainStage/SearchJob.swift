import Networks
import Search
import Settings

/// What `--search` is told.
struct SearchJob: Settings {
  static let about = About("A search over settings, and what its trials are scored by.") {
    Key("metric", "What a trial is scored by, over the clips of a validation side.")
    Key(
      "inner",
      """
      Inner speaker-disjoint folds of the rows of each fold that are not tested on; 0 takes the fold's own validation \
      rows.
      """, in: 0...1000)
    Key("search", "Which settings vary, as paths from the settings file: `train.model.mlp.hidden`.")
  }

  /// What a trial is scored by, over the clips of a validation side.
  var metric = Metric.uar
  /// Inner speaker-disjoint folds.
  var inner = 0
  /// Which settings vary.
  var search = SearchSettings()

  func validate() throws {
    if inner == 1 { throw Invalid("inner must be 2 or more folds, or 0, found \(inner)") }
    if metric == .trainingLoss {
      throw Invalid("metric must be uar, accuracy or loss: trials are judged by rows held out")
    }
    guard (metric == .loss) == (search.goal == .lowest) else {
      throw Invalid("search.goal must be 'lowest' for the metric loss and 'highest' for the others")
    }
  }
}
