import Glibc

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

/// McNemar's test: do two systems differ on the same rows by more than luck? Only rows that exactly one of them got right
/// say anything.
///
/// The test takes rows as independent, which clips of one speaker are not quite: read it beside `PairedDifference`.
public struct McNemar: Sendable, Equatable, Encodable {
  /// Rows that only the first system got right.
  public let onlyFirst: Int
  /// Rows that only the second system got right.
  public let onlySecond: Int

  /// A test from the two counts of disagreement.
  public init(onlyFirst: Int, onlySecond: Int) {
    self.onlyFirst = onlyFirst
    self.onlySecond = onlySecond
  }

  private enum CodingKeys: String, CodingKey { case onlyFirst, onlySecond, exactP, chiSquare, chiSquareP }

  /// The rows on which the systems differ.
  public var disagreements: Int { onlyFirst + onlySecond }

  /// The two-sided exact p-value: `min(1, 2 P(X <= min(b, c)))` with X binomial over the disagreements with p = 1/2; 1
  /// when there is no disagreement.
  public var exactP: Double {
    let n = disagreements
    guard n > 0 else { return 1 }
    var tail = 0.0, logChoose = 0.0
    for k in 0...min(onlyFirst, onlySecond) {
      if k > 0 { logChoose += log(Double(n - k + 1)) - log(Double(k)) }
      tail += exp(logChoose - Double(n) * log(2))
    }
    return min(1, 2 * tail)
  }

  /// The chi-square statistic with Edwards's continuity correction: `(max(|b - c| - 1, 0))^2 / (b + c)`, 0 without
  /// disagreement.
  public var chiSquare: Double {
    guard disagreements > 0 else { return 0 }
    let excess = Double(max(abs(onlyFirst - onlySecond) - 1, 0))
    return excess * excess / Double(disagreements)
  }

  /// The p-value of `chiSquare` with one degree of freedom: `erfc(sqrt(x / 2))`; trust it from about 25 disagreements.
  public var chiSquareP: Double { erfc((chiSquare / 2).squareRoot()) }

  /// Writes the counts with both tests.
  public func encode(to encoder: any Encoder) throws {
    var object = encoder.container(keyedBy: CodingKeys.self)
    try object.encode(onlyFirst, forKey: .onlyFirst)
    try object.encode(onlySecond, forKey: .onlySecond)
    try object.encode(exactP, forKey: .exactP)
    try object.encode(chiSquare, forKey: .chiSquare)
    try object.encode(chiSquareP, forKey: .chiSquareP)
  }
}
