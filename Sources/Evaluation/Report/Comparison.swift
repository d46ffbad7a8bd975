import Plotting
import Settings

/// Several systems side by side: scores, who beats whom on the same clips, and what their recipes do differently.
public struct Comparison: Sendable {
  /// One system on one split.
  public struct System: Sendable {
    /// The recipe's name.
    public var name: String
    /// The recipe's text.
    public var recipe: String
    /// What came out.
    public var result: SplitResult

    /// A recipe with one of its results.
    public init(name: String, recipe: String, result: SplitResult) {
      self.name = name
      self.recipe = recipe
      self.result = result
    }
  }

  let systems: [System]
  let bootstrap: Bootstrap

  /// A comparison of systems, the first of which the others are measured against first.
  public init(_ systems: [System], bootstrap: Bootstrap = Bootstrap()) {
    self.systems = systems
    self.bootstrap = bootstrap
  }

  /// The page: one file of HTML.
  public var html: String {
    Page(
      title: Wording.list(systems.map(\.name)), lead: "Recipes side by side, on the clips that they share.",
      sections: [scores, differences, classes, settings, recipes].compactMap(\.self), footer: "Made by Lilt."
    ).html
  }

  /// Every pair of systems that can be compared, first before second, with the difference or why there is none.
  public var pairs: [(first: String, second: String, outcome: Result<PairedDifference, EvaluationError>)] {
    systems.indices.flatMap { i in
      systems.indices.dropFirst(i + 1).map { j in
        let (a, b) = (systems[i], systems[j])
        let outcome = Result { () throws(EvaluationError) in
          try PairedDifference(a.result.scorecard.predictions, b.result.scorecard.predictions, settings: bootstrap)
        }
        return (a.name, b.name, outcome)
      }
    }
  }

  private var scores: Section {
    Section("scores", "Scores") {
      Table(
        columns: [
          ("recipe", .words), ("split", .words), ("clips", .number), ("UAR (%)", .number), ("WAR (%)", .number),
          ("macro F1 (%)", .number),
        ],
        rows: systems.map { system in
          let card = system.result.scorecard
          let mark = system.result.transductive == nil ? "" : "†"
          return Table.Row(cells: [
            Table.Cell(system.name), Table.Cell(system.result.name), Table.Cell(Wording.count(card.rows)),
            Table.Cell(Wording.full(card.summary.uar) + mark), Table.Cell(Wording.full(card.summary.war) + mark),
            Table.Cell(Wording.full(card.summary.macroF1) + mark),
          ])
        }
      ).markup
      figure(
        ScoreChart(
          title: "UAR with its interval", measure: "UAR",
          rows: systems.map { system in
            let uar = system.result.scorecard.summary.uar
            return ScoreChart.Row(name: system.name, value: uar.estimate, interval: uar.low...uar.high)
          }
        ).picture(width: 400))
      if systems.contains(where: { $0.result.transductive != nil }) {
        note("† Something that this number depends on was fitted on the test rows too (transductive).")
      }
    }
  }

  private var differences: Section? {
    guard systems.count > 1 else { return nil }
    return Section("differences", "Is one better?") {
      paragraph(
        "Both systems are scored on the same clips, so luck with the clips cancels out. The interval of the difference comes "
          + "from resampled speakers: where it holds 0, other speakers might turn the order round. McNemar's test asks the same "
          + "of the clips that exactly one system got right, and takes clips as independent.")
      Table(
        columns: [
          ("pair", .words), ("shared clips", .number), ("UAR difference (points)", .number),
          ("only first right", .number), ("only second right", .number), ("McNemar p (exact)", .number),
          ("verdict", .words),
        ], rows: pairs.map(Comparison.line)
      ).markup
    }
  }

  private static func line(
    first: String, second: String, outcome: Result<PairedDifference, EvaluationError>
  ) -> Table.Row {
    let name = Table.Cell("\(second) against \(first)")
    switch outcome {
    case .failure(let error):
      return Table.Row(cells: [name, "–", "–", "–", "–", "–", Table.Cell(error.description)])
    case .success(let pair):
      let interval = "\(Wording.points(pair.uar.estimate)) \(Wording.ends(pair.uar))"
      let verdict =
        pair.uar.low > 0 ? "\(second) is better" : pair.uar.high < 0 ? "\(first) is better" : "too close to call"
      return Table.Row(cells: [
        name, Table.Cell(Wording.count(pair.shared)), Table.Cell(interval), Table.Cell(pair.mcNemar.onlyFirst),
        Table.Cell(pair.mcNemar.onlySecond), Table.Cell(Wording.p(pair.mcNemar.exactP)), Table.Cell(verdict),
      ])
    }
  }

  private var classes: Section? {
    guard let first = systems.first, systems.allSatisfy({ $0.result.scorecard.labels == first.result.scorecard.labels })
    else { return nil }
    return Section("classes", "Recall by class") {
      Table(
        columns: [("class", .words)] + systems.map { ("\($0.name) (%)", .number) },
        rows: first.result.scorecard.labels.enumerated().map { index, label in
          Table.Row(
            cells: [Table.Cell(label)]
              + systems.map { Table.Cell($0.result.scorecard.classes[index].interval.map(Wording.full) ?? "–") })
        }
      ).markup
    }
  }

  private var settings: Section? {
    guard let rows = RecipeDifference(systems.map(\.recipe))?.rows else { return nil }
    return Section("settings", "What the recipes do differently") {
      if rows.isEmpty {
        paragraph("Nothing: the recipes say the same.")
      } else {
        Table(
          columns: [("setting", .words)] + systems.map { ($0.name, .words) },
          rows: rows.map { row in
            Table.Row(
              cells: [Table.Cell(tag("code") { row.path })]
                + row.values.map { value in Table.Cell(value.map { text in tag("code") { text } } ?? Markup("–")) })
          }
        ).markup
      }
    }
  }

  private var recipes: Section? {
    guard systems.contains(where: { !$0.recipe.isEmpty }) else { return nil }
    return Section("recipes", "Recipes") {
      tag("div", ["class": "sides"]) {
        for system in systems {
          tag("div") {
            tag("h3") { system.name }
            tag("pre") { tag("code") { system.recipe } }
          }
        }
      }
    }
  }
}
