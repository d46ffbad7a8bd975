import Metrics
import Plotting

extension Report {
  /// Which emotions were taken for which.
  var confusionSection: Section? {
    guard !results.isEmpty else { return nil }
    return Section("confusion", "Confusion") {
      paragraph(
        "Each row is a true emotion, each column what the system called it; the diagonal is right. "
          + (results.first.flatMap { Report.commonest($0.scorecard) } ?? ""))
      for result in results {
        if results.count > 1 {
          tag("h3") {
            "Split “\(result.name)”"
            dagger(of: result)
          }
        }
        let picture = ConfusionPicture(
          title: "Confusion", labels: result.scorecard.labels, counts: result.scorecard.confusion.counts)
        pictures([picture.ofRates(), picture.ofCounts()])
      }
    }
  }

  /// The confusion that happens most often, as a share of its true class.
  private static func commonest(_ card: Scorecard) -> String? {
    var best: (rate: Double, truth: Int, guess: Int)?
    for (truth, rates) in card.confusion.rates.enumerated() {
      for (guess, rate) in (rates ?? []).enumerated() where guess != truth && rate > (best?.rate ?? 0) {
        best = (rate, truth, guess)
      }
    }
    return best.map {
      "The most frequent confusion: \($0.rate.percent)\u{A0}% of “\(card.labels[$0.truth])” are called "
        + "“\(card.labels[$0.guess])”."
    }
  }
}
