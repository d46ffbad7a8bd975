/// The summary scores and the classes' recalls, each with its interval over the same resamples.
///
/// A class that a resample happens to miss does not enter that resample's UAR, as everywhere.
public struct ScoreIntervals: Sendable, Equatable, Encodable {
  /// Unweighted average recall.
  public let uar: Interval
  /// Weighted average recall (accuracy).
  public let war: Interval
  /// The mean of the classes' F1.
  public let macroF1: Interval
  /// Each class's recall; none without test rows.
  public let recalls: [Interval?]  // [class]
  /// What was drawn to find the intervals.
  public let resampling: Resampling
  /// The share of resamples that each interval encloses.
  public let level: Double

  /// Scores predictions and bootstraps them.
  public init(of predictions: Predictions, settings: Bootstrap = Bootstrap()) {
    let classes = predictions.labels.count
    let resampling = Resampling(of: predictions.rows, minimumSpeakers: settings.minimumSpeakers)
    let tallies = resampling.clusters.map { cluster in
      Tally(of: cluster.lazy.map { predictions.rows[$0] }, classes: classes)
    }
    var uars: [Double] = [], wars: [Double] = [], f1s: [Double] = []
    var recalls = [[Double]](repeating: [], count: classes)
    resampling.draw(settings) { times in
      let scores = Tally.sum(of: tallies, times: times, classes: classes).scores
      uars.append(scores.uar)
      wars.append(scores.war)
      f1s.append(scores.macroF1)
      for index in 0..<classes {
        if let recall = scores.recalls[index] { recalls[index].append(recall) }
      }
    }
    let scores = Confusion(of: predictions).scores
    let level = settings.level
    uar = Interval(estimate: scores.uar, draws: uars, level: level)
    war = Interval(estimate: scores.war, draws: wars, level: level)
    macroF1 = Interval(estimate: scores.macroF1, draws: f1s, level: level)
    self.recalls = scores.recalls.indices.map { index in
      scores.recalls[index].map { Interval(estimate: $0, draws: recalls[index], level: level) }
    }
    self.resampling = resampling
    self.level = level
  }
}
