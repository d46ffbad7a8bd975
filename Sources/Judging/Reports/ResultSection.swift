import Metrics
import Plotting

extension Report {
  /// The headline: what the system reaches, how sure that is, and what it has to be compared with.
  var resultSection: Section? {
    guard let result = results.first else { return nil }
    let card = result.scorecard
    return Section("result", "Result") {
      synthesisNote
      paragraph(sentence(of: result))
      warning(about: result)
      tag("div", ["class": "scores"]) {
        scoreBox(
          "UAR", \.uar, of: result, isFirst: true,
          "Unweighted average recall: the share of clips recognised, averaged over emotions, so that each counts the same."
        )
        scoreBox(
          "WAR (accuracy)", \.war, of: result,
          "Weighted average recall: the share of all clips recognised. Frequent emotions count more.")
        scoreBox(
          "Macro F1", \.macroF1, of: result,
          "The mean over emotions of F1, which is high only if an emotion is found and not cried at every clip.")
      }
      figure(glance, glanceCaption)
      note(intervalNote(of: card))
      transductiveNote
      sentenceNote
    }
  }

  /// `48.1 [41.0, 55.2]`; when something was fitted on test rows, with a dagger and the inductive twin.
  func score(_ score: KeyPath<ScoreIntervals, Interval>, of result: SplitResult) -> Markup {
    Markup([
      Markup(Wording.full(result.scorecard.summary[keyPath: score])), dagger(of: result),
      Markup(result.twin(of: score)),
    ])
  }

  /// The signs that mark every number of a result: † whose scaler or selection saw test rows, ‡ whose sentences were heard
  /// in training and tell the label.
  func dagger(of result: SplitResult) -> Markup {
    Markup([
      result.transductive == nil
        ? .empty : tag("sup") { tag("a", ["href": "#transductive", "aria-label": "transductive"]) { "†" } },
      result.sentencesTell
        ? tag("sup") { tag("a", ["href": "#words", "aria-label": "sentences tell the label"]) { "‡" } } : .empty,
    ])
  }

  private func scoreBox(
    _ name: String, _ score: KeyPath<ScoreIntervals, Interval>, of result: SplitResult, isFirst: Bool = false,
    _ meaning: String
  ) -> Markup {
    let interval = result.scorecard.summary[keyPath: score]
    return tag("div", ["class": isFirst ? "score first" : "score"]) {
      tag("span", ["class": "name"]) { name }
      tag("b") {
        Wording.percent(interval.estimate)
        dagger(of: result)
      }
      tag("span", ["class": "note"]) {
        "\(Wording.ends(interval)) \(result.scorecard.summary.resampling.words)\(result.twin(of: score))"
      }
      tag("p") { meaning }
    }
  }

  private func sentence(of result: SplitResult) -> String {
    let card = result.scorecard
    let uar = card.summary.uar
    let speakers = card.speakers.map { " of \(Wording.count($0, "speaker"))" } ?? ""
    var text =
      "UAR \(Wording.percent(uar.estimate))\(result.mark) \(Wording.ends(uar)) \(card.summary.resampling.words)"
      + "\(result.twin(of: \.uar)), chance "
      + "\(Wording.percent(card.baselines.chance)), on \(card.counted())\(speakers), \(result.method). "
    if uar.low > card.baselines.chance {
      text += "The system does better than guessing: the whole interval lies above chance."
    } else if uar.high < card.baselines.chance {
      text += "The system does worse than guessing."
    } else {
      text += "The interval holds chance, so this system cannot be told from guessing."
    }
    return text
  }

  private var glance: Picture {
    var rows = results.map { result in
      let uar = result.scorecard.summary.uar
      return ScoreChart.Row(name: result.name + result.mark, value: uar.estimate, interval: uar.low...uar.high)
    }
    rows += heard.map { ScoreChart.Row(name: "listeners, \($0.corpus)", other: $0.uar ?? $0.accuracy) }
    let baselines = results[0].scorecard.baselines
    return ScoreChart(
      title: "At a glance", measure: "UAR", rows: rows, references: [.init(name: "chance", value: baselines.chance)],
      otherName: heard.isEmpty ? nil : "listeners"
    ).picture(width: 400)
  }

  private var glanceCaption: String {
    "Dots are scores, whiskers their \(level(of: results[0].scorecard)) intervals."
      + (heard.isEmpty ? "" : " Diamonds are people at the same task.")
  }

  private func level(of card: Scorecard) -> String { "\((100 * card.summary.level).fixed(0))\u{A0}%" }

  private func intervalNote(of card: Scorecard) -> String {
    let resampling = card.summary.resampling
    let baselines = card.baselines
    var drawn =
      resampling.reason
      ?? "Intervals enclose \(level(of: card)) of the scores that come out when the \(resampling.count) speakers are drawn "
      + "anew with replacement, so they say what other speakers might bring."
    if resampling.isOfFew {
      drawn += " \(resampling.count) speakers are few: the intervals are wide, and where they end is uncertain itself."
    }
    let folds = card.breakdown(.fold).groups.count
    let pooled = folds > 1 ? " The test \(card.unit)s of the \(folds) folds are scored together." : ""
    return drawn + pooled + " Always saying “\(card.labels[baselines.majorityClass])” would score a UAR of "
      + "\(Wording.percent(baselines.majorityUAR)) and a WAR of \(Wording.percent(baselines.majorityWAR))."
  }

  /// What a reader must know before taking any number for a result.
  private var synthesisNote: Markup? {
    guard isSynthetic else { return nil }
    return tag("div", ["class": "callout"]) {
      tag("p") {
        "These clips are synthetic: pseudo-speech by lilt-synth under the names of real corpora. The scores show that every "
        "stage works. They say nothing about speech, and neither listeners' nor published scores can be set beside them."
      }
    }
  }

  /// What a reader must know before quoting the number.
  private func warning(about result: SplitResult) -> Markup? {
    guard result.role != .honest else { return nil }
    return tag("div", ["class": "callout"]) {
      tag("p") {
        "This recipe has no honest split. "
        switch (result.role, result.leaks) {
        case (.published, true):
          "Its score repeats what others did and does not say how well the system would do for a new speaker: training and "
          "test share what the proof below counts."
        case (.published, false): "Its score repeats what others did."
        default:
          "Training and test share what the proof below counts, so the score does not say how well the system would do for "
          "a new speaker."
        }
      }
    }
  }

  private func inductiveNote(on result: SplitResult) -> String {
    guard let summary = result.inductive?.summary else { return "Expect less there." }
    return "With the scale of all training rows, which needs no test row (inductive), UAR is "
      + "\(Wording.percent(summary.uar.estimate)) \(Wording.ends(summary.uar)), WAR "
      + "\(Wording.percent(summary.war.estimate)) \(Wording.ends(summary.war)) and macro F1 "
      + "\(Wording.percent(summary.macroF1.estimate)) \(Wording.ends(summary.macroF1))."
  }

  private var transductiveNote: Markup? {
    let marked = results.filter { $0.transductive != nil }
    guard !marked.isEmpty else { return nil }
    return tag("div", ["class": "callout", "id": "transductive"]) {
      for result in marked {
        tag("p") {
          "† In the split “\(result.name)”, \(result.transductive ?? "") saw the test rows before they were tested "
          "(transductive). Someone with a single new recording cannot do that. "
          inductiveNote(on: result)
        }
      }
    }
  }
}
