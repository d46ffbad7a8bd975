import Metrics

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
