extension HumanCeiling {
  /// RAVDESS speech by voice alone: untrained listeners, eight options.
  public static let ravdess = HumanCeiling(
    corpus: "ravdess",
    task: "Untrained listeners chose among the eight emotions by voice alone, on all 1,440 clips of speech.",
    source: "Livingstone and Russo 2018, The Ryerson Audio-Visual Database of Emotional Speech and Song, "
      + "PLOS ONE 13(5) e0196391",
    accuracy: 0.624)

  /// SAVEE by voice alone: ten listeners, seven options.
  public static let savee = HumanCeiling(
    corpus: "savee", task: "Ten listeners chose among the seven emotions by voice alone, on all 480 clips.",
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

  /// What the listeners of a corpus chose among, by the common vocabulary; nil for a corpus that nobody is known to have
  /// heard.
  static func options(for corpus: String) -> Set<String>? {
    let common: Set = ["angry", "disgust", "fearful", "happy", "neutral", "sad"]
    return switch corpus {
    case "crema-d": common
    case "savee": common.union(["surprised"])
    case "ravdess": common.union(["calm", "surprised"])
    default: nil
    }
  }

  /// Listeners who did what a system did: they heard the clips that it was tested on, spoken, and chose among the labels
  /// that it chose among. Sorted by corpus; none for a corpus on which the tasks differ.
  ///
  /// Votes are counted on the tested clips themselves. A rate that is only published stands for the whole corpus, which
  /// its `task` says.
  /// - Parameter labels: the system's classes.
  public static func beside(_ tested: [TestedClip], labels: [String]) -> [HumanCeiling] {
    Dictionary(grouping: tested, by: \.corpus).sorted { $0.key < $1.key }.compactMap { corpus, clips in
      guard let options = options(for: corpus), options == Set(labels),
        clips.allSatisfy({ $0.label == $0.emotion && $0.channel == "speech" })
      else { return nil }
      return published(for: corpus) ?? cremaD(labels: labels, clips: clips)
    }
  }

  private static func cremaD(labels: [String], clips: [TestedClip]) -> HumanCeiling? {
    cremaD(
      labels: labels,
      votes: clips.filter { !$0.heard.isEmpty }.compactMap { clip in
        labels.firstIndex(of: clip.emotion).map {
          VotedClip(intended: $0, winners: clip.heard.compactMap(labels.firstIndex), classes: labels.count)
        }
      })
  }

  /// The published listener rate of a corpus by its name in recipes, where there is one.
  public static func published(for corpus: String) -> HumanCeiling? {
    [ravdess, savee].first { $0.corpus == corpus }
  }
}

/// What the catalog says of a clip that a system was tested on.
public struct TestedClip: Sendable, Equatable {
  /// The corpus's name in recipes.
  public let corpus: String
  /// What the actor was to express, by the common vocabulary.
  public let emotion: String
  /// What the recipe calls it.
  public let label: String
  /// `speech` or `song`.
  public let channel: String
  /// The emotions that most listeners heard; empty without votes.
  public let heard: [String]

  /// A tested clip.
  public init(corpus: String, emotion: String, label: String, channel: String, heard: [String] = []) {
    (self.corpus, self.emotion, self.label, self.channel) = (corpus, emotion, label, channel)
    self.heard = heard
  }
}
