import Settings

/// One named split of a recipe: who is trained on, who is validated on, who is tested on.
///
/// ```json5
/// published: { by: "row", test: 0.2, seed: 42 }                        // leaks and all
/// clips:     { by: "clip", test: 0.2, validation: 0.1 }
/// honest:    { by: "speaker", folds: "ravdess-emobox" }                // data/folds/ravdess-emobox.json
/// five:      { by: "speaker", folds: 5 }
/// loso:      { by: "speaker", folds: "leave-one-out", validation: 0.2, validationBy: "clip" }
/// abroad:    { by: "corpus", train: ["ravdess", "crema-d"], test: ["savee"] }
/// texts:     { by: "statement", folds: 4 }                               // sentences that were never heard
/// unheard:   { by: ["speaker", "statement"], folds: 5, statementFolds: 3 }  // neither the voice nor the sentence
/// ```
public struct SplitSettings: Settings {
  /// What it is for and what its keys mean.
  public static let about = About(
    "One named split of a recipe: who is trained on, who is validated on, who is tested on."
  ) {
    Key(
      "by",
      """
      What stays whole: no unit is ever on two sides. By speaker and statement at once, a row is tested on where \
      both its speaker and its statement are, and a row that shares only one of them with the test side is left \
      out of the fold.
      """, example: "by: [\"speaker\", \"statement\"]")
    Key(
      "test", "How much is tested on, or whom or which corpora by name; 0.2 when neither this nor `folds` is given.",
      in: 1e-6..<1, example: "test: 0.2")
    Key(
      "folds",
      """
      Several folds in place of one split, each unit tested on once: how many, `leave-one-out`, or the name of a \
      file in `data/folds` without `.json`.
      """, in: 2...1_000_000, example: "folds: 5")
    Key(
      "statementFolds",
      """
      By speaker and statement, into how many parts statements are dealt; each part is tested on with each fold \
      of speakers, so that there are so many times as many folds. 4 when left out, or as many as there are \
      statements.
      """, in: 2...1_000_000, example: "by: [\"speaker\", \"statement\"], folds: 5, statementFolds: 3")
    Key(
      "validation",
      """
      Share of what is not tested on that is validated on instead of trained on; 0 for none. A fold file that \
      names its own validation side is followed. A training in which no rule decides by these rows learns from \
      them as well.
      """, in: 0..<1)
    Key(
      "validationBy",
      """
      What stays whole between training and validation; `by` when left out, but for `corpus` and for speaker and \
      statement at once, where it is `speaker`.
      """, example: "validationBy: \"clip\"")
    Key(
      "train", "Corpora that may be trained and validated on; all when empty.",
      example: "by: \"corpus\", train: [\"ravdess\", \"crema-d\"], test: [\"savee\"]")
    Key("stratify", "Whether sides get labels (and, by speaker, sexes) in equal proportions, as far as units allow.")
    Key(
      "heldOutCopies",
      """
      Whether transformed copies of held-out clips are held out with them, rather than left out. By row, all \
      rows are dealt out like any other.
      """)
    Key("seed", "Where the drawing starts from.", in: 0...Int.max)
  }

  /// What stays whole.
  public var by = SplitUnits.speaker
  /// How much is tested on, or whom or which corpora by name.
  public var test: Portion?
  /// Several folds in place of one split; each unit is tested on once.
  public var folds: FoldChoice?
  /// By speaker and statement, into how many parts statements are dealt.
  public var statementFolds: Int?
  /// Share of what is not tested on that is validated on instead of trained on.
  public var validation = 0.1
  /// What stays whole between training and validation.
  public var validationBy: SplitUnit?
  /// Corpora that may be trained and validated on; all when empty.
  public var train: [String] = []
  /// Whether sides get labels (and, by speaker, sexes) in equal proportions, as far as units allow.
  public var stratify = true
  /// Whether transformed copies of held-out clips are held out with them, rather than left out.
  public var heldOutCopies = false
  /// Where the drawing starts from.
  public var seed = 42

  /// One split by speaker.
  public init() {}

  /// Refuses combinations that contradict each other.
  public func validate() throws {
    if test != nil, folds != nil { throw Invalid("test and folds contradict each other; expected one of them") }
    if (unit == .row) != (validationBy ?? unit == .row) {
      throw Invalid("validationBy must be 'row' exactly when by is 'row': by anything else no clip is shared")
    }
    if validationBy == .corpus, unit != .corpus {
      throw Invalid("validationBy can be 'corpus' only when by is 'corpus'")
    }
    switch test {
    case .names(let names) where names.isEmpty: throw Invalid("test names nobody; expected at least one name")
    case .names where unit == .row || unit == .clip:
      throw Invalid("test names units, so by must be 'speaker', 'statement' or 'corpus', found '\(unit.rawValue)'")
    default: break
    }
    if statementFolds != nil, !by.isCrossed {
      throw Invalid("statementFolds needs by: ['speaker', 'statement'], found '\(by)'")
    }
  }

  /// What `test` and `folds` count: speakers where speakers and statements are kept apart at once.
  var unit: SplitUnit { by.units[0] }

  /// The fold file that is asked for, by its name under `data/folds/` without `.json`.
  public var foldFile: String? {
    if case .file(let name)? = folds { name } else { nil }
  }
}

/// What a split keeps whole.
public enum SplitUnit: String, Choice {
  case row, clip, speaker, statement, corpus

  /// What the word stands for.
  public var meaning: String {
    switch self {
    case .row: "Nothing: copies of one clip may be on both sides."
    case .clip: "A clip with all its copies, and clips of the same sound."
    case .speaker: "Everything by one speaker."
    case .statement: "Everything in which the same is said."
    case .corpus: "Everything in one corpus."
    }
  }
}
