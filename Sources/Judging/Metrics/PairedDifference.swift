/// Two systems on the rows that both were tested on: who is better, by how much, and how sure that is.
public struct PairedDifference: Sendable, Equatable, Encodable {
  /// Rows that both systems were tested on.
  public let shared: Int
  /// Rows that only the first system was tested on.
  public let onlyInFirst: Int
  /// Rows that only the second system was tested on.
  public let onlyInSecond: Int
  /// Second minus first UAR on the shared rows, with its interval over resampled speakers.
  public let uar: Interval
  /// Second minus first WAR on the shared rows, with its interval over resampled speakers.
  public let war: Interval
  /// Whether the two differ in how many rows they get right.
  public let mcNemar: McNemar
  /// What was drawn to find the intervals.
  public let resampling: Resampling

  /// Pairs rows by corpus and row identifier.
  ///
  /// Throws when the systems know different labels, call a row's truth different names, share no row, or when a
  /// system has one row twice.
  public init(
    _ first: Predictions, _ second: Predictions, settings: Bootstrap = Bootstrap()
  ) throws(EvaluationError) {
    guard first.labels == second.labels else {
      throw EvaluationError(
        "cannot compare the systems: expected the same labels, found \(first.labels.joined(separator: ", ")) and "
          + second.labels.joined(separator: ", "))
    }
    let pairs = try PairedDifference.pairs(first, second)
    guard !pairs.isEmpty else {
      throw EvaluationError("cannot compare the systems: expected rows that both were tested on, found none")
    }
    shared = pairs.count
    onlyInFirst = first.rows.count - pairs.count
    onlyInSecond = second.rows.count - pairs.count
    mcNemar = McNemar(
      onlyFirst: pairs.count { $0.isRight && !$1.isRight }, onlySecond: pairs.count { !$0.isRight && $1.isRight })
    resampling = Resampling(of: pairs.map(\.0), minimumSpeakers: settings.minimumSpeakers)
    (uar, war) = PairedDifference.intervals(
      pairs, classes: first.labels.count, resampling: resampling, settings: settings)
  }

  private static func pairs(
    _ first: Predictions, _ second: Predictions
  ) throws(EvaluationError) -> [(Prediction, Prediction)] {
    let others = try index(second)
    _ = try index(first)
    var pairs: [(Prediction, Prediction)] = []
    for row in first.rows {
      guard let other = others[[row.corpus, row.row]] else { continue }
      guard row.truth == other.truth else {
        throw EvaluationError(
          "cannot compare '\(row.row)': expected one true class, found \(first.labels[row.truth]) and "
            + first.labels[other.truth])
      }
      pairs.append((row, other))
    }
    return pairs
  }

  private static func index(_ predictions: Predictions) throws(EvaluationError) -> [[String]: Prediction] {
    var index: [[String]: Prediction] = [:]
    for row in predictions.rows where index.updateValue(row, forKey: [row.corpus, row.row]) != nil {
      throw EvaluationError("cannot compare '\(row.row)': expected every row once, found it twice in one system")
    }
    return index
  }

  private static func intervals(
    _ pairs: [(Prediction, Prediction)], classes: Int, resampling: Resampling, settings: Bootstrap
  ) -> (uar: Interval, war: Interval) {
    func tally(_ cluster: [Int], _ side: (Int) -> Prediction) -> Tally {
      Tally(of: cluster.lazy.map(side), classes: classes)
    }
    let first = resampling.clusters.map { tally($0) { pairs[$0].0 } }
    let second = resampling.clusters.map { tally($0) { pairs[$0].1 } }
    func difference(_ times: [Int]) -> (uar: Double, war: Double) {
      let before = Tally.sum(of: first, times: times, classes: classes).scores
      let after = Tally.sum(of: second, times: times, classes: classes).scores
      return (after.uar - before.uar, after.war - before.war)
    }
    var uars: [Double] = [], wars: [Double] = []
    resampling.draw(settings) { times in
      let draw = difference(times)
      uars.append(draw.uar)
      wars.append(draw.war)
    }
    let estimate = difference([Int](repeating: 1, count: resampling.clusters.count))
    return (
      Interval(estimate: estimate.uar, draws: uars, level: settings.level),
      Interval(estimate: estimate.war, draws: wars, level: settings.level)
    )
  }
}
