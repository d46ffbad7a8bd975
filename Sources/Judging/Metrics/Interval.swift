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
