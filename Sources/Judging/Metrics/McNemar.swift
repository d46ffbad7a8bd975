import Glibc

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
