extension HumanCeiling {
  /// RAVDESS speech by voice alone: untrained listeners, seven options.
  public static let ravdess = HumanCeiling(
    corpus: "ravdess",
    task: "Listeners chose among seven options by voice alone.",
    source: "Livingstone and Russo 2018, The Ryerson Audio-Visual Database of Emotional Speech and Song, "
      + "PLOS ONE 13(5) e0196391",
    accuracy: 0.624)

  /// SAVEE by voice alone: ten listeners, seven options.
  public static let savee = HumanCeiling(
    corpus: "savee", task: "Ten listeners chose among seven emotions by voice alone.",
    source: "Haq and Jackson 2009, Speaker-dependent audio-visual emotion recognition, AVSP 2009",
    accuracy: 0.665)

  /// CREMA-D by voice alone, from the votes in its `summaryTable.csv`; nil without votes.
  public static func cremaD(labels: [String], votes: [VotedClip]) -> HumanCeiling? {
    HumanCeiling(
      corpus: "crema-d", labels: labels,
      source: "Cao et al. 2014, CREMA-D: Crowd-sourced Emotional Multimodal Actors Dataset, IEEE Transactions on "
        + "Affective Computing 5(4) 377\u{2013}390",
      votes: votes)
  }

  /// The published listener rate of a corpus by its name in recipes, where there is one.
  public static func published(for corpus: String) -> HumanCeiling? {
    [ravdess, savee].first { $0.corpus == corpus }
  }
}
