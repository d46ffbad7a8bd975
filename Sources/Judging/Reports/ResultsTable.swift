import Metrics
import Plotting

/// The results of many recipes as one table: for the README in Markdown, for the index in HTML.
public struct ResultsTable: Sendable {
  let rows: [ResultRow]

  /// A table of rows in the order given.
  public init(_ rows: [ResultRow]) { self.rows = rows }

  /// What the columns mean, as one paragraph.
  public static let explanation =
    "UAR is the share of clips recognised, averaged over classes; in brackets its 95 % interval over resampled speakers, or "
    + "over whatever stands behind it: two speakers make it wide. A split is honest if no speaker, clip or sound is on both "
    + "sides of any fold, which is counted and does not depend on what the split is called; the published split is what the "
    + "original did, and reported is what its authors say of it. On new sentences, neither the speaker nor what is said was "
    + "heard in training. WAR is the share of all clips, what others call accuracy. † marks numbers whose scaler saw the "
    + "test rows, beside what they would be without (inductive); ‡ numbers on sentences that were heard in training and tell "
    + "the label. `make RECIPE` makes a row again."

  private static let numbers = [
    "classes", "clips", "speakers", "UAR, honest (%)", "WAR, honest (%)", "UAR, new sentences (%)",
    "UAR, published (%)", "WAR, published (%)", "reported (%)", "chance (%)",
  ]

  /// A table in GitHub's Markdown, with the explanation under it.
  public var markdown: String {
    let names = ["Recipe", "Corpora"], numbers = Self.numbers.map { $0.prefix(1).uppercased() + $0.dropFirst() }
    var lines = [names + numbers, names.map { _ in "---" } + numbers.map { _ in "--:" }]
    for row in rows {
      let name = ResultsTable.escaped(row.recipe)
      let recipe = row.link.map { "[\(name)](<\(ResultsTable.address($0))>)" } ?? name
      lines.append([recipe, ResultsTable.escaped(row.sources)] + row.numbers)
    }
    return lines.map { "| " + $0.joined(separator: " | ") + " |\n" }.joined() + "\n\(ResultsTable.explanation)\n"
  }

  var markup: Markup {
    HTMLTable(
      columns: [("recipe", .words), ("corpora", .words)] + Self.numbers.map { ($0, .number) },
      rows: rows.map { row in
        let name = row.link.map { link in tag("a", ["href": link]) { row.recipe } } ?? Markup(row.recipe)
        return HTMLTable.Row(
          cells: [HTMLTable.Cell(name), HTMLTable.Cell(row.sources)]
            + row.numbers.map { HTMLTable.Cell($0) })
      }
    ).markup
  }

  /// Text that Markdown shows as it is, on one line.
  private static func escaped(_ text: String) -> String {
    var result = ""
    for character in text {
      switch character {
      case "\\", "|", "*", "_", "[", "]", "`", "#", "~": result += "\\\(character)"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "&": result += "&amp;"
      case _ where character.isNewline: result += " "
      default: result.append(character)
      }
    }
    return result
  }

  private static func address(_ link: String) -> String {
    link.replacing("<", with: "%3C").replacing(">", with: "%3E").replacing("|", with: "%7C").replacing(
      "\n", with: "%0A")
  }
}

extension ResultRow {
  /// Where the clips are from.
  fileprivate var sources: String {
    corpora.joined(separator: ", ") + (isSynthetic ? " (synthetic speech)" : "")
  }

  /// The cells after the names, as both tables show them.
  fileprivate var numbers: [String] {
    func full(_ interval: Interval?, _ resampling: Resampling?, _ marks: String, _ twin: Double?) -> String {
      interval.map { interval in
        (resampling.map { Wording.full(interval, $0) } ?? Wording.full(interval)) + marks + InductiveScores.spoken(twin)
      } ?? "–"
    }
    let honest = (isHonestTransductive ? "†" : "") + (honestSentencesTell ? "‡" : "")
    let published = (isPublishedTransductive ? "†" : "") + (publishedSentencesTell ? "‡" : "")
    func bare(_ interval: Interval?, _ twin: Double?) -> String {
      interval.map {
        $0.estimate.percent + published + InductiveScores.spoken(twin) + (leak.map { " (\($0))" } ?? "")
      } ?? "–"
    }
    return [
      String(classes), Wording.count(clips), String(speakers),
      full(honestUAR, resampling, honest, inductive.honestUAR),
      full(honestWAR, resampling, honest, inductive.honestWAR),
      full(newSentenceUAR, newSentenceResampling, isHonestTransductive ? "†" : "", inductive.newSentenceUAR),
      bare(publishedUAR, inductive.publishedUAR), bare(publishedWAR, inductive.publishedWAR), claim?.words ?? "–",
      classes > 0 ? (1 / Double(classes)).percent : "–",
    ]
  }
}

/// What a table of many recipes says about one of them.
public struct ResultRow: Sendable, Equatable {
  /// The recipe's name.
  public var recipe: String
  /// Where its report is, seen from the page that lists it; nil when there is none.
  public var link: String?
  /// The corpora that it was tested on.
  public var corpora: [String]
  /// The number of classes.
  public var classes: Int
  /// The number of clips, however many rows they make, in the test sides of the honest split, or of the published one where there is no other.
  public var clips: Int
  /// The number of speakers among them.
  public var speakers: Int
  /// UAR for new speakers.
  public var honestUAR: Interval?
  /// WAR for new speakers.
  public var honestWAR: Interval?
  /// UAR on the split that a paper or a tutorial used.
  public var publishedUAR: Interval?
  /// WAR on that split: what most authors report.
  public var publishedWAR: Interval?
  /// What the split beside the honest one shares with training where nobody published it; nil where somebody did.
  public var leak: String?
  /// UAR for new speakers who say sentences that were not heard in training.
  public var newSentenceUAR: Interval?
  /// What was drawn to find the honest intervals.
  public var resampling: Resampling?
  /// What was drawn to find the interval over new sentences.
  public var newSentenceResampling: Resampling?
  /// What the system's authors report.
  public var claim: Claim?
  /// Whether something was fitted on test rows of the honest split.
  public var isHonestTransductive = false
  /// Whether something was fitted on test rows of the published split.
  public var isPublishedTransductive = false
  /// What the marked numbers would be if nothing had been fitted on test rows.
  public var inductive = InductiveScores()
  /// Whether sentences of the honest split were heard in training and tell the label.
  public var honestSentencesTell = false
  /// Whether sentences of the published split were heard in training and tell the label.
  public var publishedSentencesTell = false

  /// Whether the clips were synthesised.
  public var isSynthetic = false

  /// A row without scores yet.
  public init(recipe: String, link: String?, corpora: [String], classes: Int, clips: Int, speakers: Int) {
    self.recipe = recipe
    self.link = link
    self.corpora = corpora
    self.classes = classes
    self.clips = clips
    self.speakers = speakers
  }

  /// The row that sums up a report; nil when it has no results.
  public init?(_ report: Report, link: String?) {
    let honest = report.results.first { $0.role == .honest }
    let published =
      report.results.first { $0.role == .published } ?? report.results.first { $0.role == .leaking }
    let new = report.results.first { $0.role == .honest && $0.isOfNewSentences && $0.name != honest?.name }
    guard let shown = honest ?? published else { return nil }
    let card = shown.scorecard
    self.init(
      recipe: report.title, link: link, corpora: card.breakdown(.corpus).groups.map(\.name), classes: card.labels.count,
      clips: card.clips, speakers: card.speakers ?? 0)
    isSynthetic = report.isSynthetic
    honestUAR = honest?.scorecard.summary.uar
    honestWAR = honest?.scorecard.summary.war
    publishedUAR = published?.scorecard.summary.uar
    publishedWAR = published?.scorecard.summary.war
    claim = report.claim
    isHonestTransductive = honest?.transductive != nil
    isPublishedTransductive = published?.transductive != nil
    inductive = InductiveScores(honest: honest, newSentences: new, published: published)
    honestSentencesTell = honest?.sentencesTell ?? false
    publishedSentencesTell = published?.sentencesTell ?? false
    leak = published.flatMap { $0.role == .leaking ? "leaking: \($0.name)" : nil }
    resampling = honest?.scorecard.summary.resampling
    newSentenceUAR = new?.scorecard.summary.uar
    newSentenceResampling = new?.scorecard.summary.resampling
  }
}

/// The page that leads to every report.
public struct IndexPage: Sendable {
  let title: String
  let rows: [ResultRow]

  /// A page that lists recipes in the order given.
  public init(title: String, rows: [ResultRow]) {
    self.title = title
    self.rows = rows
  }

  /// The page: one file of HTML.
  public var html: String {
    Page(title: title, lead: "", sections: [results, chart].compactMap(\.self), footer: "Made by Lilt.").html
  }

  private var results: Section {
    Section("results", "Results") {
      if rows.isEmpty {
        paragraph("No recipe has been evaluated yet.")
      } else {
        ResultsTable(rows).markup
        note(ResultsTable.explanation)
      }
    }
  }

  private var chart: Section? {
    let scored = rows.filter { $0.honestUAR != nil }
    guard scored.count > 1 else { return nil }
    return Section("comparison", "Side by side") {
      figure(
        ScoreChart(
          title: "UAR by recipe", measure: "UAR, honest",
          rows: scored.map { row in
            ScoreChart.Row(
              name: row.recipe, value: row.honestUAR?.estimate, interval: row.honestUAR.map { $0.low...$0.high },
              other: row.publishedUAR?.estimate)
          }, otherName: scored.contains { $0.publishedUAR != nil } ? "UAR, published" : nil
        ).picture(width: 400),
        "Recipes on different corpora or classes are different tasks: compare within a task, or use “make compare”.")
    }
  }
}
