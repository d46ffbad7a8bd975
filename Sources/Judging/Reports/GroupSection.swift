import Metrics
import Plotting

extension Report {
  /// Who is recognised well and who is not: scores by corpus, sex, speaker and fold.
  var groupSection: Section? {
    guard let result = results.first else { return nil }
    let kinds = Breakdown.Kind.allCases.filter { result.scorecard.breakdown($0).groups.count > 1 }
    guard !kinds.isEmpty else { return nil }
    return Section("groups", "Corpora, sexes, speakers, folds, sentences") {
      paragraph(
        "A mean hides who is not understood. Each line scores only the test rows of one group"
          + (results.count > 1 ? " on the split “\(result.name)”." : "."))
      for kind in kinds where kind != .speaker { table(of: result.scorecard.breakdown(kind), in: result) }
      if kinds.contains(.speaker) { speakers(of: result) }
    }
  }

  private func speakers(of result: SplitResult) -> Markup {
    let breakdown = result.scorecard.breakdown(.speaker)
    let uars = breakdown.groups.map(\.uar)
    let worst = breakdown.groups.min { $0.uar < $1.uar }, best = breakdown.groups.max { $0.uar < $1.uar }
    return Markup([
      tag("h3") { "Speakers" },
      paragraph(
        "From \(Wording.percent(worst?.uar))\(result.mark)\(twin(of: worst, in: result)) (\(worst?.name ?? "–")) to "
          + "\(Wording.percent(best?.uar))\(result.mark)\(twin(of: best, in: result)) "
          + "(\(best?.name ?? "–")), "
          + "standard deviation \(Report.deviation(uars).percent) points."),
      pictures(charts(of: breakdown, in: result)),
      tag("details") {
        tag("summary") { "Speakers as a table" }
        table(of: breakdown, in: result)
      },
    ])
  }

  private func twin(of speaker: Breakdown.Group?, in result: SplitResult) -> String {
    result.twin { card in card.breakdown(.speaker).groups.first { $0.name == speaker?.name }?.uar }
  }

  /// Charts of 30 speakers at most, beside each other.
  private func charts(of breakdown: Breakdown, in result: SplitResult) -> [Picture] {
    let size = 30
    let references = [
      ScoreChart.Reference(name: "all", value: result.scorecard.summary.uar.estimate),
      ScoreChart.Reference(name: "chance", value: result.scorecard.baselines.chance),
    ]
    return stride(from: 0, to: breakdown.groups.count, by: size).map { start in
      let groups = breakdown.groups[start..<min(start + size, breakdown.groups.count)]
      return ScoreChart(
        title: "UAR by speaker\(result.mark)", measure: "UAR", rows: groups.map { .init(name: $0.name, value: $0.uar) },
        references: references
      ).picture(width: 340)
    }
  }

  private func table(of breakdown: Breakdown, in result: SplitResult) -> Markup {
    func twin(_ name: String, _ score: KeyPath<Breakdown.Group, Double>) -> (Scorecard) -> Double? {
      { $0.breakdown(breakdown.kind).groups.first { $0.name == name }?[keyPath: score] }
    }
    var rows = breakdown.groups.map { group in
      HTMLTable.Row(cells: [
        HTMLTable.Cell(group.name),
        HTMLTable.Cell(marked(Wording.bare(group.uar), of: result, twin: twin(group.name, \.uar))),
        HTMLTable.Cell(marked(Wording.bare(group.war), of: result, twin: twin(group.name, \.war))),
        HTMLTable.Cell(Wording.count(group.rows)), HTMLTable.Cell(group.classes),
      ])
    }
    if breakdown.kind == .fold {
      let uars = breakdown.groups.map(\.uar), wars = breakdown.groups.map(\.war)
      func spread(_ values: [Double]) -> String {
        "\((values.reduce(0, +) / Double(values.count)).percent) ± \(Report.deviation(values).percent)"
      }
      rows.append(
        HTMLTable.Row(
          cells: ["mean ± sd", HTMLTable.Cell(spread(uars)), HTMLTable.Cell(spread(wars)), "", ""], isTotal: true))
    }
    return HTMLTable(
      caption: breakdown.kind == .speaker ? nil : "By \(breakdown.kind.rawValue)",
      columns: [
        (breakdown.kind.rawValue, .words), ("UAR (%)", .number), ("WAR (%)", .number), ("rows", .number),
        ("classes", .number),
      ], rows: rows
    ).markup
  }

  /// The sample's standard deviation, with n - 1; 0 for one value.
  static func deviation(_ values: [Double]) -> Double {
    guard values.count > 1 else { return 0 }
    let mean = values.reduce(0, +) / Double(values.count)
    return (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count - 1)).squareRoot()
  }
}
