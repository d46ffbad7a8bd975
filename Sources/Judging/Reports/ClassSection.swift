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
      Table.Row(cells: [
        Table.Cell(score.label),
        Table.Cell(marked(score.interval.map(Wording.full) ?? "–", of: result) { $0.classes[index].recall }),
        Table.Cell(marked(Wording.bare(score.precision), of: result) { $0.classes[index].precision }),
        Table.Cell(marked(Wording.bare(score.f1), of: result) { $0.classes[index].f1 }),
        Table.Cell(Wording.count(score.support)),
      ])
    }
    let mean = Table.Row(
      cells: [
        Table.Cell("mean of classes"), Table.Cell(score(\.uar, of: result)), "",
        Table.Cell(
          marked(Wording.bare(card.summary.macroF1.estimate), of: result) { $0.summary.macroF1.estimate }),
        Table.Cell(Wording.count(card.rows)),
      ], isTotal: true)
    return Table(
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
