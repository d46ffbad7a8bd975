import Glibc

/// How near the predicted probabilities come to how listeners were divided.
public struct SoftAgreement: Sendable, Equatable, Encodable {
  /// Rows with soft targets.
  public let rows: Int
  /// Mean total variation distance, `sum |p - q| / 2`: 0 when equal, 1 when they share nothing.
  public let distance: Double
  /// Mean cross-entropy of the predictions under the listeners' shares, in nats; probabilities under 1e-12 count as that.
  public let crossEntropy: Double

  /// Compares the rows that have soft targets; nil when none has.
  public init?(of predictions: Predictions) {
    var count = 0, distance = 0.0, crossEntropy = 0.0
    for row in predictions.rows {
      guard let soft = row.soft else { continue }
      count += 1
      for (p, q) in zip(row.probabilities, soft) {
        distance += abs(p - q) / 2
        crossEntropy -= q * log(max(p, 1e-12))
      }
    }
    guard count > 0 else { return nil }
    rows = count
    self.distance = distance / Double(count)
    self.crossEntropy = crossEntropy / Double(count)
  }
}
