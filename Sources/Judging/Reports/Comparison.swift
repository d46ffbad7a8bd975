import Metrics
import Plotting
import Settings

/// Several systems side by side: scores, who beats whom on the same clips, and what their recipes do differently.
public struct Comparison: Sendable {
  /// One system on one split.
  public struct System: Sendable {
    /// The recipe's name.
    public var name: String
    /// The recipe as its author wrote it.
    public var recipe: String
    /// The recipe with everything that it leaves to defaults, as JSON; by it recipes are compared.
    public var settings: String
    /// Whether its clips were synthesised.
    public var isSynthetic = false
    /// What came out.
    public var result: SplitResult

    /// A recipe with one of its results.
    public init(name: String, recipe: String, settings: String, result: SplitResult) {
      self.name = name
      self.recipe = recipe
      self.settings = settings
      self.result = result
    }
  }

  /// Two systems and how the second does against the first.
  public struct Pair: Sendable {
    /// The first system's name.
    public let first: String
    /// The second system's name.
    public let second: String
    /// The difference, or why the two cannot be compared.
    public let outcome: Result<PairedDifference, EvaluationError>
    /// The sign beside numbers of which something was fitted on test rows.
    let mark: String
  }

  let systems: [System]
  /// Every pair of systems, in the order given.
  public let pairs: [Pair]

  /// A comparison of systems.
  public init(_ systems: [System], bootstrap: Bootstrap = Bootstrap()) {
    self.systems = systems
    pairs = systems.indices.flatMap { first in
      systems.indices.dropFirst(first + 1).map { second in
        let (a, b) = (systems[first], systems[second])
        let outcome = Result { () throws(EvaluationError) in
          try PairedDifference(a.result.scorecard.predictions, b.result.scorecard.predictions, settings: bootstrap)
        }
        let mark = Comparison.marks(a.result.mark + b.result.mark)
        return Pair(first: a.name, second: b.name, outcome: outcome, mark: mark)
      }
    }
  }

  /// Each of the signs once.
  private static func marks(_ text: String) -> String { ["†", "‡"].filter(text.contains).joined() }

  /// The page: one file of HTML.
  public var html: String {
    Page(
      title: Wording.list(systems.map(\.name)), lead: lead,
      sections: [scores, differences, classes, settings, recipes].compactMap(\.self), footer: "Made by Lilt."
    ).html
  }

  private var lead: String {
    "Recipes side by side, on the clips that they share."
      + (systems.contains(where: \.isSynthetic) ? " Clips are synthetic: scores say nothing about speech." : "")
  }

  private var scores: Section {
    Section("scores", "Scores") {
      Table(
        columns: [
          ("recipe", .words), ("split", .words), ("tested on", .words), ("UAR (%)", .number), ("WAR (%)", .number),
          ("macro F1 (%)", .number),
        ],
        rows: systems.map { system in
          let card = system.result.scorecard
          let mark = system.result.mark
          return Table.Row(cells: [
            Table.Cell(system.name), Table.Cell(system.result.name), Table.Cell(card.counted()),
            Table.Cell(Wording.full(card.summary.uar, card.summary.resampling) + mark + system.result.twin(of: \.uar)),
            Table.Cell(Wording.full(card.summary.war, card.summary.resampling) + mark + system.result.twin(of: \.war)),
            Table.Cell(
              Wording.full(card.summary.macroF1, card.summary.resampling) + mark + system.result.twin(of: \.macroF1)),
          ])
        }
      ).markup
      figure(
        ScoreChart(
          title: "UAR with its interval", measure: "UAR",
          rows: systems.map { system in
            let uar = system.result.scorecard.summary.uar
            return ScoreChart.Row(
              name: system.name + system.result.mark, value: uar.estimate, interval: uar.low...uar.high)
          }
        ).picture(width: 400))
      if systems.contains(where: { $0.result.transductive != nil }) {
        note("† Something that this number depends on was fitted on the test rows too (transductive).")
      }
      if systems.contains(where: \.result.sentencesTell) {
        note("‡ Test clips say sentences that were heard in training, and the sentence tells the label.")
      }
      for system in systems where system.result.role != .honest {
        note("\(system.name) has no honest split: “\(system.result.name)” is \(system.result.role.rawValue).")
      }
    }
  }

  private var differences: Section? {
    guard systems.count > 1 else { return nil }
    return Section("differences", "Is one better?") {
      paragraph(
        "Both systems are scored on the same clips, so luck with the clips cancels out. The interval of the difference comes "
          + "from resampled speakers, or from clips where it says so: where it holds 0, other speakers might turn the order round. McNemar's test asks the same "
          + "of the clips that exactly one system got right, and takes clips as independent.")
      Table(
        columns: [
          ("pair", .words), ("shared clips", .number), ("UAR difference (points)", .number),
          ("only first right", .number), ("only second right", .number), ("McNemar p (exact)", .number),
          ("verdict", .words),
        ], rows: pairs.map(Comparison.line)
      ).markup
      for reason in reasons { note(reason) }
    }
  }

  /// Why some pairs have no comparison, each reason once.
  private var reasons: [String] {
    pairs.reduce(into: []) { reasons, pair in
      guard case .failure(let error) = pair.outcome else { return }
      let reason = error.description.prefix(1).uppercased() + error.description.dropFirst() + "."
      if !reasons.contains(reason) { reasons.append(reason) }
    }
  }

  private static func line(_ pair: Pair) -> Table.Row {
    let name = Table.Cell("\(pair.second) against \(pair.first)")
    guard case .success(let difference) = pair.outcome else {
      return Table.Row(cells: [name, "–", "–", "–", "–", "–", "no comparison"])
    }
    let uar = difference.uar
    let verdict =
      uar.low > 0 ? "\(pair.second) is better" : uar.high < 0 ? "\(pair.first) is better" : "too close to call"
    return Table.Row(cells: [
      name, Table.Cell(Wording.count(difference.shared)),
      Table.Cell("\(Wording.points(uar.estimate)) \(Comparison.ends(of: difference))\(pair.mark)"),
      Table.Cell(difference.mcNemar.onlyFirst),
      Table.Cell(difference.mcNemar.onlySecond), Table.Cell(Wording.p(difference.mcNemar.exactP)), Table.Cell(verdict),
    ])
  }

  /// The ends of the difference, and what was drawn where that is not speakers in number.
  private static func ends(of difference: PairedDifference) -> String {
    let resampling = difference.resampling
    let isUsual = resampling.unit == .speaker && !resampling.isOfFew
    return Wording.ends(difference.uar) + (isUsual ? "" : " \(resampling.words)")
  }

  private var classes: Section? {
    guard let first = systems.first, systems.allSatisfy({ $0.result.scorecard.labels == first.result.scorecard.labels })
    else { return nil }
    return Section("classes", "Recall by class") {
      Table(
        columns: [("class", .words)] + systems.map { ("\($0.name)\($0.result.mark) (%)", .number) },
        rows: first.result.scorecard.labels.enumerated().map { index, label in
          Table.Row(
            cells: [Table.Cell(label)]
              + systems.map { Table.Cell($0.result.scorecard.classes[index].interval.map(Wording.full) ?? "–") })
        }
      ).markup
    }
  }

  private var settings: Section? {
    guard let rows = RecipeDifference(systems.map(\.settings))?.rows else { return nil }
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
