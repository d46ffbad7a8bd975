import Glibc

/// Whether the model is right as often as it claims to be.
///
/// A row's confidence is the probability of the class that was predicted. Rows fall into bins of equal width, (low, high],
/// the first including 0. The expected calibration error (Guo et al. 2017) is the mean gap between a bin's accuracy and
/// its mean confidence, weighted by the bin's rows.
public struct Calibration: Sendable, Equatable, Encodable {
  /// One bar of the reliability diagram.
  public struct Bin: Sendable, Equatable, Encodable {
    /// The lowest confidence, excluded except in the first bin.
    public let low: Double
    /// The highest confidence, included.
    public let high: Double
    /// The number of rows.
    public let count: Int
    /// Their mean confidence; none without rows.
    public let confidence: Double?
    /// The share of them that is right; none without rows.
    public let accuracy: Double?
  }

  /// The bins from the lowest confidence to the highest.
  public let bins: [Bin]
  /// The expected calibration error, 0 to 1.
  public let error: Double
  /// The mean confidence of all rows.
  public let confidence: Double
  /// The share of all rows that is right.
  public let accuracy: Double

  /// Sorts rows into bins of equal width.
  public init(of predictions: Predictions, bins count: Int = 10) {
    precondition(count > 0, "calibration needs at least one bin")
    var rows = [Int](repeating: 0, count: count), right = rows
    var confidences = [Double](repeating: 0, count: count)
    for row in predictions.rows {
      // A mean of probabilities can exceed 1 by rounding.
      let confidence = min(row.confidence, 1)
      let bin = min(max(Int((confidence * Double(count)).rounded(.up)) - 1, 0), count - 1)
      rows[bin] += 1
      right[bin] += row.isRight ? 1 : 0
      confidences[bin] += confidence
    }
    let total = Double(predictions.rows.count)
    bins = (0..<count).map { bin in
      let size = Double(rows[bin])
      return Bin(
        low: Double(bin) / Double(count), high: Double(bin + 1) / Double(count), count: rows[bin],
        confidence: size > 0 ? confidences[bin] / size : nil, accuracy: size > 0 ? Double(right[bin]) / size : nil)
    }
    error = (0..<count).reduce(0) { $0 + abs(Double(right[$1]) - confidences[$1]) } / total
    confidence = confidences.reduce(0, +) / total
    accuracy = Double(right.reduce(0, +)) / total
  }

  /// What a reader should take from the numbers, as a clause.
  public var verdict: String {
    if error < 0.05 { return "well calibrated" }
    return confidence > accuracy ? "more sure than it should be" : "less sure than it could be"
  }
}

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
