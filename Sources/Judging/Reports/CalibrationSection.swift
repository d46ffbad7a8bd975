import Metrics
import Plotting

extension Report {
  /// Whether the system knows how much it knows.
  var calibrationSection: Section? {
    guard !results.isEmpty else { return nil }
    return Section("calibration", "Calibration") {
      paragraph(
        "When a system says it is 80 % sure, it should be right four times in five. The expected calibration error (ECE) is "
          + "the mean gap between how sure it is and how often it is right.")
      for result in results { sentence(of: result) }
      pictures(
        results.map { result in
          ReliabilityDiagram(
            title: results.count > 1
              ? "Reliability, split “\(result.name)”\(result.mark)" : "Reliability\(result.mark)",
            bins: result.scorecard.calibration.bins.map {
              .init(low: $0.low, high: $0.high, count: $0.count, accuracy: $0.accuracy)
            }
          ).picture()
        })
    }
  }

  private func sentence(of result: SplitResult) -> Markup {
    let calibration = result.scorecard.calibration
    return tag("p") {
      results.count > 1 ? "On “\(result.name)”, the " : "The "
      "system is \(calibration.verdict): ECE \(Wording.percent(calibration.error))"
      dagger(of: result)
      result.twin { $0.calibration.error }
      ", on average \(Wording.percent(calibration.confidence)) sure and \(Wording.percent(calibration.accuracy)) right."
      if let soft = result.scorecard.soft {
        " Its probabilities and the listeners' votes differ by \(Wording.percent(soft.distance)) on average (total variation, "
        "\(Wording.count(soft.rows, result.scorecard.unit)))."
      }
    }
  }
}
