/// How much of the label the sentence alone gives away, by what was learned from: a listener who only knows which words
/// were said, and how often each label came with them in training.
///
/// The listener says the label that is most frequent among the training and validation rows of the sentence; several that
/// are equally frequent share the point. Of a sentence that was never heard it says the most frequent label of all. Where
/// every sentence is said with every label, as in RAVDESS, that is no better than chance; in SAVEE, where most sentences
/// belong to one emotion, it recognises nearly all.
public struct SentenceClue: Sendable, Equatable {
  /// The corpus of the test rows.
  public let corpus: String
  /// Test rows of which is known what is said, over all folds.
  public let rows: Int
  /// Those among them whose sentence was heard in training, by whomever.
  public let heard: Int
  /// Labels among the test rows.
  public let classes: Int
  /// Unweighted average recall of the listener, 0 to 1.
  public let uar: Double
  /// Share of all rows that the listener recognises, 0 to 1.
  public let war: Double
  /// How much better than chance counts as told: 0.05, or three standard errors of a UAR by chance where there are few
  /// clips.
  public let margin: Double

  /// UAR by chance: 1 / classes.
  public var chance: Double { classes > 0 ? 1 / Double(classes) : 0 }

  /// Whether the sentence tells the label, above chance by a clear margin.
  public var tells: Bool { heard > 0 && uar > chance + margin }

  /// The clue of each corpus of the test rows, sorted by name, over all folds; none for a corpus of which nobody knows
  /// what is said.
  public static func clues(of folds: [Fold], in rows: [SplitRow]) -> [SentenceClue] {
    let columns = Columns(of: rows)
    var tallies = [Tally](repeating: Tally(classes: columns.labels.names.count), count: columns.corpora.names.count)
    for fold in folds { count(fold, columns, into: &tallies) }
    return zip(columns.corpora.names, tallies).compactMap { $1.clue(of: $0) }
  }

  private static func count(_ fold: Fold, _ columns: Columns, into tallies: inout [Tally]) {
    let labels = columns.labels, statements = columns.statements
    var said = [[Int]](
      repeating: [Int](repeating: 0, count: labels.names.count), count: statements.names.count)
    var all = [Int](repeating: 0, count: labels.names.count)
    for row in fold.train + fold.validation {
      said[statements.codes[row]][labels.codes[row]] += 1
      all[labels.codes[row]] += 1
    }
    let usual = likeliest(all), guesses = said.map(likeliest)
    for row in fold.test where !statements.names[statements.codes[row]].isEmpty {
      let guess = guesses[statements.codes[row]], label = labels.codes[row]
      tallies[columns.corpora.codes[row]].add(
        label: label, clip: columns.parents.codes[row], isHeard: !guess.isEmpty, guess: guess.isEmpty ? usual : guess)
    }
  }

  /// The labels with the highest count; none where nothing was counted.
  private static func likeliest(_ counts: [Int]) -> [Int] {
    guard let most = counts.max(), most > 0 else { return [] }
    return counts.indices.filter { counts[$0] == most }
  }

  /// The listener's points on the test rows of one corpus.
  private struct Tally {
    private var hits: [Double]
    private var support: [Int]
    private var clips: [Set<Int>]
    private var heard = 0

    init(classes: Int) {
      hits = [Double](repeating: 0, count: classes)
      support = [Int](repeating: 0, count: classes)
      clips = [Set<Int>](repeating: [], count: classes)
    }

    mutating func add(label: Int, clip: Int, isHeard: Bool, guess: [Int]) {
      support[label] += 1
      clips[label].insert(clip)
      if isHeard { heard += 1 }
      if guess.contains(label) { hits[label] += 1 / Double(guess.count) }
    }

    func clue(of corpus: String) -> SentenceClue? {
      let present = support.indices.filter { support[$0] > 0 }
      guard !present.isEmpty else { return nil }
      let classes = Double(present.count), chance = 1 / classes
      // Copies and windows of a clip say no more than the clip: the standard error counts clips.
      let variance = present.reduce(0) { $0 + chance * (1 - chance) / Double(clips[$1].count) } / (classes * classes)
      return SentenceClue(
        corpus: corpus, rows: support.reduce(0, +), heard: heard, classes: present.count,
        uar: present.reduce(0) { $0 + hits[$1] / Double(support[$1]) } / classes,
        war: hits.reduce(0, +) / Double(support.reduce(0, +)), margin: max(0.05, 3 * variance.squareRoot()))
    }
  }
}
