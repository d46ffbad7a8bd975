/// The three summary scores and each class's own, from the counts per class.
///
/// Degenerate cases: a class without test rows has no recall and does not enter UAR (as in scikit-learn's
/// `balanced_accuracy_score`); a class that is never predicted has no precision; F1 is 0 where a class has rows or
/// predictions and no hit; macro F1 is the mean over the classes that have rows or predictions (as in scikit-learn's
/// `f1_score(average="macro")`). Without any row every summary is 0.
public struct Scores: Sendable, Equatable {
  /// The share of each class's rows that were recognised; none without rows.
  public let recalls: [Double?]  // [class]
  /// The share of the rows predicted as each class that belong to it; none without predictions.
  public let precisions: [Double?]  // [class]
  /// The harmonic mean of precision and recall, `2 hits / (rows + predictions)`; none without either.
  public let f1s: [Double?]  // [class]
  /// Unweighted average recall: the mean of the classes' recalls, so every class counts the same.
  public let uar: Double
  /// Weighted average recall, which is accuracy: the share of all rows that were recognised.
  public let war: Double
  /// The mean of the classes' F1.
  public let macroF1: Double

  /// Scores from the right rows, all rows and all predictions of each class.
  public init(hits: [Int], support: [Int], predicted: [Int]) {
    func ratio(_ part: Int, _ whole: Int) -> Double? { whole == 0 ? nil : Double(part) / Double(whole) }
    recalls = zip(hits, support).map(ratio)
    precisions = zip(hits, predicted).map(ratio)
    f1s = hits.indices.map { ratio(2 * hits[$0], support[$0] + predicted[$0]) }
    uar = Scores.mean(recalls)
    war = ratio(hits.reduce(0, +), support.reduce(0, +)) ?? 0
    macroF1 = Scores.mean(f1s)
  }

  private static func mean(_ values: [Double?]) -> Double {
    let known = values.compactMap(\.self)
    return known.isEmpty ? 0 : known.reduce(0, +) / Double(known.count)
  }
}

/// The counts per class of a group of rows, in a form that adds up fast over thousands of resamples.
struct Tally {
  private(set) var hits: [Int]  // [class]
  private(set) var support: [Int]  // [class]
  private(set) var predicted: [Int]  // [class]

  init(classes: Int) {
    hits = [Int](repeating: 0, count: classes)
    support = hits
    predicted = hits
  }

  init(of rows: some Sequence<Prediction>, classes: Int) {
    self.init(classes: classes)
    for row in rows {
      support[row.truth] += 1
      predicted[row.guess] += 1
      if row.isRight { hits[row.truth] += 1 }
    }
  }

  var scores: Scores { Scores(hits: hits, support: support, predicted: predicted) }

  /// The sum of tallies, each as often as it was drawn.
  static func sum(of tallies: [Tally], times: [Int], classes: Int) -> Tally {
    var sum = Tally(classes: classes)
    for (tally, times) in zip(tallies, times) where times > 0 {
      for index in 0..<classes {
        sum.hits[index] += times * tally.hits[index]
        sum.support[index] += times * tally.support[index]
        sum.predicted[index] += times * tally.predicted[index]
      }
    }
    return sum
  }
}

/// A score with the range in which it would probably fall for other speakers.
public struct Interval: Sendable, Equatable, Encodable {
  /// The score itself.
  public let estimate: Double
  /// The lower end.
  public let low: Double
  /// The upper end.
  public let high: Double

  /// A score between two ends.
  public init(estimate: Double, low: Double, high: Double) {
    self.estimate = estimate
    self.low = low
    self.high = high
  }

  /// The percentile interval of a statistic's values over resamples.
  /// - Parameters:
  ///   - draws: the statistic in each resample.
  ///   - level: the share of the draws to enclose, 0.95 for 95 %.
  init(estimate: Double, draws: [Double], level: Double) {
    let sorted = draws.sorted()
    let tail = (1 - level) / 2
    self.init(
      estimate: estimate, low: Interval.quantile(tail, of: sorted) ?? estimate,
      high: Interval.quantile(1 - tail, of: sorted) ?? estimate)
  }

  /// The quantile of sorted values, linear between neighbours (NumPy's default, Hyndman and Fan's type 7).
  static func quantile(_ share: Double, of sorted: [Double]) -> Double? {
    guard let last = sorted.indices.last else { return nil }
    let place = share * Double(last)
    let below = min(Int(place), last)
    let above = min(below + 1, last)
    return sorted[below] + (place - Double(below)) * (sorted[above] - sorted[below])
  }
}

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
