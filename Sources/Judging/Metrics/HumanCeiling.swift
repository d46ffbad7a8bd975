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
