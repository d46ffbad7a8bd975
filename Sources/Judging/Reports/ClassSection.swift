import Metrics
import Plotting

extension Report {
  /// The scores of each emotion.
  var classSection: Section? {
    guard let result = results.first else { return nil }
    return Section("classes", "Class by class") {
      paragraph(
        "Recall is the share of an emotion's test rows that were recognised; precision is the share of its alarms that "
          + "were right; F1 is high only where both are; support is the number of rows, as a rule one a clip.")
      figure(chart(of: result))
      for result in results {
        if results.count > 1 { tag("h3") { "Split “\(result.name)”\(result.mark)" } }
        table(of: result)
      }
      if result.scorecard.classes.contains(where: { $0.recall == nil }) {
        note("Classes without test clips have no recall and do not enter UAR.")
      }
    }
  }

  /// The first split's recalls with their intervals, the second's beside them.
  private func chart(of result: SplitResult) -> Picture {
    let other = results.count == 2 ? results[1] : nil
    return ScoreChart(
      title: "Recall by class\(result.mark)", measure: "recall",
      rows: result.scorecard.classes.enumerated().map { index, score in
        ScoreChart.Row(
          name: score.label, value: score.recall, interval: score.interval.map { $0.low...$0.high },
          other: other.flatMap {
            $0.scorecard.labels == result.scorecard.labels ? $0.scorecard.classes[index].recall : nil
          })
      },
      references: [.init(name: "chance", value: result.scorecard.baselines.chance)],
      otherName: other.map { "recall, split “\($0.name)”\($0.mark)" }
    ).picture(width: 400)
  }

  private func table(of result: SplitResult) -> Markup {
    let card = result.scorecard
    let classes = card.classes.enumerated().map { index, score in
      HTMLTable.Row(cells: [
        HTMLTable.Cell(score.label),
        HTMLTable.Cell(marked(score.interval.map(Wording.full) ?? "–", of: result) { $0.classes[index].recall }),
        HTMLTable.Cell(marked(Wording.bare(score.precision), of: result) { $0.classes[index].precision }),
        HTMLTable.Cell(marked(Wording.bare(score.f1), of: result) { $0.classes[index].f1 }),
        HTMLTable.Cell(Wording.count(score.support)),
      ])
    }
    let mean = HTMLTable.Row(
      cells: [
        HTMLTable.Cell("mean of classes"), HTMLTable.Cell(score(\.uar, of: result)), "",
        HTMLTable.Cell(
          marked(Wording.bare(card.summary.macroF1.estimate), of: result) { $0.summary.macroF1.estimate }),
        HTMLTable.Cell(Wording.count(card.rows)),
      ], isTotal: true)
    return HTMLTable(
      columns: [
        ("class", .words), ("recall (%)", .number), ("precision (%)", .number), ("F1 (%)", .number),
        ("support", .number),
      ], rows: classes + [mean]
    ).markup
  }

  /// A number with its dagger and its inductive twin, where it has them; a missing number needs none.
  func marked(_ text: String, of result: SplitResult, twin: (Scorecard) -> Double?) -> Markup {
    text == "–" ? Markup(text) : Markup([Markup(text), dagger(of: result), Markup(result.twin(twin))])
  }
}

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
