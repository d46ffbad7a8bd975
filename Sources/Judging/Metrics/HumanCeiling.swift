/// How well people do on the same clips: the score that a model cannot fairly be expected to pass by far.
public struct HumanCeiling: Sendable, Equatable, Encodable {
  /// The corpus that was heard.
  public let corpus: String
  /// What people were asked, and by whom, as one sentence.
  public let task: String
  /// Where the numbers come from.
  public let source: String
  /// The share of clips (or votes) that match the intended emotion.
  public let accuracy: Double
  /// The mean of the classes' rates, where they are known.
  public let uar: Double?
  /// The classes' names, where rates per class are known.
  public let labels: [String]
  /// The rate of each class; none for a class without clips.
  public let recalls: [Double?]  // [class]
  /// The share of single votes that match, where votes were counted.
  public let rater: Double?

  /// A published rate without classes.
  public init(corpus: String, task: String, source: String, accuracy: Double) {
    self.corpus = corpus
    self.task = task
    self.source = source
    self.accuracy = accuracy
    uar = nil
    labels = []
    recalls = []
    rater = nil
  }

  /// Rates from raters' votes.
  ///
  /// A clip counts as recognised when the emotion heard most often is the intended one and no other was heard as often: a
  /// tie is a miss, which gives 41.6 % on CREMA-D's voices. Nil when no clip has votes.
  /// - Parameters:
  ///   - source: where the votes come from.
  ///   - votes: the clips.
  public init?(corpus: String, labels: [String], source: String, votes: [VotedClip]) {
    let heard = votes.filter { $0.votes.count == labels.count && $0.votes.contains { $0 > 0 } }
    guard !heard.isEmpty, heard.allSatisfy({ labels.indices.contains($0.intended) }) else { return nil }
    var hits = [Int](repeating: 0, count: labels.count), support = hits
    for clip in heard {
      support[clip.intended] += 1
      if clip.plurality == clip.intended { hits[clip.intended] += 1 }
    }
    let scores = Scores(hits: hits, support: support, predicted: support)
    self.corpus = corpus
    self.labels = labels
    task = "The emotion that most raters heard in a clip is the one the actor intended; ties count as misses."
    self.source = "\(source), votes on the \(heard.count) clips that were tested"
    accuracy = scores.war
    uar = scores.uar
    recalls = scores.recalls
    rater =
      heard.allSatisfy(\.isCounted)
      ? heard.reduce(0) { $0 + $1.votes[$1.intended] } / heard.reduce(0) { $0 + $1.votes.reduce(0, +) } : nil
  }
}

/// What raters heard in one clip.
public struct VotedClip: Sendable, Equatable {
  /// The emotion that the actor was asked for, an index into the labels.
  public let intended: Int
  /// The votes for each emotion.
  public let votes: [Double]  // [class]
  /// Whether `votes` are numbers of raters, not only marks of who won.
  public let isCounted: Bool

  /// A clip whose raters were counted.
  public init(intended: Int, votes: [Double]) {
    self.intended = intended
    self.votes = votes
    isCounted = true
  }

  /// A clip of which only the winning emotion is known, or several that tie.
  public init(intended: Int, winners: [Int], classes: Int) {
    self.intended = intended
    votes = (0..<classes).map { winners.contains($0) ? 1 : 0 }
    isCounted = false
  }

  /// The emotion with the most votes; nil when several tie.
  public var plurality: Int? {
    guard let most = votes.max() else { return nil }
    let winners = votes.indices.filter { votes[$0] == most }
    return winners.count == 1 ? winners[0] : nil
  }
}

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
