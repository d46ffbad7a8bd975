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
      HTMLTable(
        columns: [
          ("recipe", .words), ("split", .words), ("tested on", .words), ("UAR (%)", .number), ("WAR (%)", .number),
          ("macro F1 (%)", .number),
        ],
        rows: systems.map { system in
          let card = system.result.scorecard
          let mark = system.result.mark
          return HTMLTable.Row(cells: [
            HTMLTable.Cell(system.name), HTMLTable.Cell(system.result.name), HTMLTable.Cell(card.counted()),
            HTMLTable.Cell(
              Wording.full(card.summary.uar, card.summary.resampling) + mark + system.result.twin(of: \.uar)),
            HTMLTable.Cell(
              Wording.full(card.summary.war, card.summary.resampling) + mark + system.result.twin(of: \.war)),
            HTMLTable.Cell(
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
      HTMLTable(
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

  private static func line(_ pair: Pair) -> HTMLTable.Row {
    let name = HTMLTable.Cell("\(pair.second) against \(pair.first)")
    guard case .success(let difference) = pair.outcome else {
      return HTMLTable.Row(cells: [name, "–", "–", "–", "–", "–", "no comparison"])
    }
    let uar = difference.uar
    let verdict =
      uar.low > 0 ? "\(pair.second) is better" : uar.high < 0 ? "\(pair.first) is better" : "too close to call"
    return HTMLTable.Row(cells: [
      name, HTMLTable.Cell(Wording.count(difference.shared)),
      HTMLTable.Cell("\(Wording.points(uar.estimate)) \(Comparison.ends(of: difference))\(pair.mark)"),
      HTMLTable.Cell(difference.mcNemar.onlyFirst),
      HTMLTable.Cell(difference.mcNemar.onlySecond), HTMLTable.Cell(Wording.p(difference.mcNemar.exactP)),
      HTMLTable.Cell(verdict),
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
      HTMLTable(
        columns: [("class", .words)] + systems.map { ("\($0.name)\($0.result.mark) (%)", .number) },
        rows: first.result.scorecard.labels.enumerated().map { index, label in
          HTMLTable.Row(
            cells: [HTMLTable.Cell(label)]
              + systems.map { HTMLTable.Cell($0.result.scorecard.classes[index].interval.map(Wording.full) ?? "–") })
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
        HTMLTable(
          columns: [("setting", .words)] + systems.map { ($0.name, .words) },
          rows: rows.map { row in
            HTMLTable.Row(
              cells: [HTMLTable.Cell(tag("code") { row.path })]
                + row.values.map { value in HTMLTable.Cell(value.map { text in tag("code") { text } } ?? Markup("–")) })
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

/// The settings that are not the same in all of some recipes.
struct RecipeDifference {
  struct Row: Equatable {
    /// The setting's keys, joined by dots.
    let path: String
    /// Each recipe's value as JSON; nil where it says nothing.
    let values: [String?]
  }

  let rows: [Row]

  /// Compares JSON5 texts; nil when one of them cannot be read.
  init?(_ recipes: [String]) {
    var leaves: [[String: String]] = []
    for recipe in recipes {
      guard let tree = try? JSON(parsing: Array(recipe.utf8)) else { return nil }
      leaves.append(RecipeDifference.leaves(of: tree, path: ""))
    }
    let paths = Set(leaves.flatMap(\.keys)).sorted()
    rows = paths.compactMap { path in
      let values = leaves.map { $0[path] }
      return Set(values).count > 1 ? Row(path: path, values: values) : nil
    }
  }

  /// Values by path; lists are values as a whole, because their order is part of what they say.
  private static func leaves(of tree: JSON, path: String) -> [String: String] {
    guard case .object(let members) = tree, !members.isEmpty else { return [path: tree.canonical] }
    return members.reduce(into: [:]) { leaves, member in
      let inner = path.isEmpty ? member.key : "\(path).\(member.key)"
      leaves.merge(RecipeDifference.leaves(of: member.value, path: inner)) { first, _ in first }
    }
  }
}
