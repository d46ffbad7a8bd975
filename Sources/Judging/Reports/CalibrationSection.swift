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

extension Report {
  /// How well people do on the same clips, beside the system.
  var ceilingSection: Section? {
    guard !heard.isEmpty, let result = results.first else { return nil }
    return Section("listeners", "Human listeners") {
      paragraph(
        "Actors are asked for an emotion; listeners do not always hear it. A system far above what listeners reach has "
          + "probably learned the recordings and not the emotions.")
      HTMLTable(
        columns: [("corpus", .words), ("listeners (%)", .number), ("this system, WAR (%)", .number)],
        rows: heard.map { ceiling in
          HTMLTable.Row(cells: [
            HTMLTable.Cell(ceiling.corpus), HTMLTable.Cell(ceiling.accuracy.percent),
            HTMLTable.Cell(systemScore(on: ceiling.corpus, of: result)),
          ])
        }
      ).markup
      for ceiling in heard { note("\(ceiling.corpus): \(task(of: ceiling)) Source: \(ceiling.source).") }
      for ceiling in heard where !ceiling.labels.isEmpty {
        if let chart = chart(of: ceiling, beside: result) {
          figure(chart, "Dots are the system's recall with its intervals, diamonds the listeners'.")
        }
      }
    }
  }

  /// The listeners who heard the clips that the system was tested on; nobody heard synthetic ones.
  var heard: [HumanCeiling] { isSynthetic ? [] : ceilings }

  private func task(of ceiling: HumanCeiling) -> String {
    guard let rater = ceiling.rater else { return ceiling.task }
    return ceiling.task + " Single raters name the intended emotion in \(Wording.percent(rater)) of their votes."
  }

  private func systemScore(on corpus: String, of result: SplitResult) -> Markup {
    func war(_ card: Scorecard) -> Double? { card.breakdown(.corpus).groups.first { $0.name == corpus }?.war }
    return marked(Wording.bare(war(result.scorecard)), of: result, twin: war)
  }

  private func chart(of ceiling: HumanCeiling, beside result: SplitResult) -> Picture? {
    // Where several corpora were tested, only the clips that these listeners heard are compared.
    guard let own = result.scorecard.only(corpus: ceiling.corpus) else { return nil }
    return ScoreChart(
      title: "Listeners and system\(result.mark) by emotion, \(ceiling.corpus)", measure: "recall",
      rows: own.classes.compactMap { score in
        guard let recall = score.interval else { return nil }
        let place = ceiling.labels.firstIndex(of: score.label)
        return ScoreChart.Row(
          name: score.label, value: recall.estimate, interval: recall.low...recall.high,
          other: place.flatMap { ceiling.recalls[$0] })
      },
      references: [.init(name: "chance", value: result.scorecard.baselines.chance)], otherName: "listeners"
    ).picture(width: 400)
  }
}
