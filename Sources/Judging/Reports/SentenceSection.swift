import Metrics
import Plotting

extension Report {
  /// Whether the system has learned voices or words: scores where the sentence was heard in training and where it was not,
  /// beside what the sentence alone tells.
  var sentenceSection: Section? {
    let known = results.filter { !$0.sentences.isEmpty }
    guard !known.isEmpty else { return nil }
    return Section("sentences", "Sentences heard in training") {
      paragraph(
        "In acted corpora everybody says the same few sentences, so a speaker who was never heard says what was. The sentence "
          + "alone is someone who does not listen, but knows which label came most often with the words in training.")
      HTMLTable(
        columns: [
          ("split", .words), ("corpus", .words), ("test rows", .number), ("of them heard", .number),
          ("sentence alone, UAR (%)", .number), ("chance (%)", .number), ("this system, UAR (%)", .number),
          ("on heard sentences", .number), ("on new sentences", .number),
        ],
        rows: known.flatMap { result in result.sentences.map { line($0, of: result) } }
      ).markup
      verdict(on: known)
      note(
        "Scores of a part of the rows are means over the classes that are in it. Fewer sentences are also fewer rows to "
          + "learn from, so a split with new sentences has a little less to learn from than one without.")
    }
  }

  private func line(_ clue: SentenceBaseline, of result: SplitResult) -> HTMLTable.Row {
    func uar(_ isHeard: Bool?) -> Markup {
      func scores(_ card: Scorecard) -> ScoreIntervals? {
        card.predictions.filtered { $0.corpus == clue.corpus && (isHeard == nil || $0.isHeard == isHeard) }
          .map { ScoreIntervals(of: $0, settings: card.bootstrap) }
      }
      guard let found = scores(result.scorecard) else { return Markup("–") }
      return marked(Wording.full(found.uar, found.resampling), of: result) { scores($0)?.uar.estimate }
    }
    return HTMLTable.Row(cells: [
      HTMLTable.Cell(result.name), HTMLTable.Cell(clue.corpus), HTMLTable.Cell(Wording.count(clue.rows)),
      HTMLTable.Cell(Wording.count(clue.heard)), HTMLTable.Cell(clue.uar.percent, look: clue.tells ? .mark : nil),
      HTMLTable.Cell(clue.chance.percent), HTMLTable.Cell(uar(nil)), HTMLTable.Cell(uar(true)),
      HTMLTable.Cell(uar(false)),
    ])
  }

  private func verdict(on known: [SplitResult]) -> Markup {
    let telling = known.filter(\.sentencesTell)
    guard !telling.isEmpty else {
      let known = results.filter { $0.role == .honest && !$0.sentences.isEmpty }
      var words = "The sentence does not tell the label: by it alone nobody does clearly better than chance."
      if let new = known.first(where: \.isOfNewSentences), let heard = known.first(where: { !$0.isOfNewSentences }) {
        words +=
          " New sentences may be harder all the same: UAR is \(Wording.percent(new.scorecard.summary.uar.estimate))"
          + "\(new.mark) on “\(new.name)” and \(Wording.percent(heard.scorecard.summary.uar.estimate))\(heard.mark) on "
          + "“\(heard.name)”, where they were heard."
      }
      return paragraph(words)
    }
    return tag("div", ["class": "callout"]) {
      for result in telling {
        tag("p") {
          "On “\(result.name)” the sentence tells the label: "
          Wording.list(
            result.sentences.filter(\.tells).map {
              "UAR \(Wording.percent($0.uar)) on \($0.corpus) without listening, chance \(Wording.percent($0.chance))"
            })
          ". A score on sentences that were heard in training may be for the words."
        }
      }
      tag("p") { advice }
    }
  }

  /// Where the score is that words have no part in.
  private var advice: String {
    let honest = results.filter { $0.role == .honest }
    if let new = honest.first(where: \.isOfNewSentences) {
      let uar = new.scorecard.summary.uar
      return "Quote “\(new.name)”, on which neither the speaker nor the sentence was heard: UAR "
        + "\(Wording.percent(uar.estimate))\(new.mark) \(Wording.ends(uar)) \(new.scorecard.summary.resampling.words)"
        + "\(new.twin(of: \.uar))."
    }
    return "A split { by: [\"speaker\", \"statement\"] } in the recipe would show what the system does where neither "
      + "the speaker nor the sentence was heard."
  }

  /// What a reader must know before quoting a number that is marked ‡.
  var sentenceNote: Markup? {
    guard results.contains(where: \.sentencesTell) else { return nil }
    return tag("div", ["class": "callout", "id": "words"]) {
      tag("p") {
        "‡ Test clips say sentences that were heard in training, and the sentence tells the label. See "
        tag("a", ["href": "#sentences"]) { "Sentences heard in training" }
        ". \(advice)"
      }
    }
  }
}

/// How much of the label the sentence alone gives away on one corpus's test rows: what someone scores who does not listen,
/// but knows which label came most often with the sentence in training.
public struct SentenceBaseline: Sendable, Equatable {
  /// The corpus of the test rows.
  public var corpus: String
  /// Test rows of which is known what is said.
  public var rows: Int
  /// Those among them whose sentence was heard in training.
  public var heard: Int
  /// Labels among the test rows.
  public var classes: Int
  /// Unweighted average recall of the sentence alone, 0 to 1.
  public var uar: Double
  /// Weighted average recall of the sentence alone, 0 to 1.
  public var war: Double
  /// How much better than chance counts as told.
  public var margin: Double

  /// A corpus's clue.
  public init(
    corpus: String, rows: Int, heard: Int, classes: Int, uar: Double, war: Double, margin: Double
  ) {
    (self.corpus, self.rows, self.heard, self.classes) = (corpus, rows, heard, classes)
    (self.uar, self.war, self.margin) = (uar, war, margin)
  }

  /// UAR by chance: 1 / classes.
  public var chance: Double { classes > 0 ? 1 / Double(classes) : 0 }

  /// Whether the sentence tells the label, above chance by a clear margin.
  public var tells: Bool { heard > 0 && uar > chance + margin }
}
