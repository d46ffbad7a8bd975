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
