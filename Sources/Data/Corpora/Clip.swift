/// One recording of a corpus: what its name says, what decoding it found and what a recipe makes of it.
public struct Clip: Sendable, Equatable {
  /// Unique across corpora and stable for ever, whatever folder the file lies in: `ravdess/03-01-05-02-01-01-12`.
  public var id: String
  /// The corpus's name in recipes: `crema-d`.
  public var corpus: String
  /// Unique across corpora: `ravdess-12`.
  public var speaker: String
  /// The speaker's sex.
  public var sex = Sex.unknown
  /// The speaker's age in years, where the corpus tells it.
  public var age: Int?
  /// The emotion that was to be acted.
  public var emotion: Emotion
  /// How strongly.
  public var intensity = Intensity.unspecified
  /// What was said, by the corpus's own code for it: `kids`, `IEO`, `back`.
  public var statement: String
  /// Spoken or sung.
  public var channel = Channel.speech
  /// Which take it is, from 1.
  public var repetition = 1
  /// Where the file lies, relative to the corpus's folder.
  public var path: String
  /// What raters heard, where the corpus has raters.
  public var votes: Votes?
  /// What decoding found; nil when the file could not be decoded.
  public var sound: SoundFacts?
  /// What the recipe calls the clip; empty when the recipe does not use it.
  public var label = ""
  /// Why `label` is empty, as one sentence; empty itself when the clip is used.
  public var unused = ""
  /// How much of each label the clip carries, sums to 1, sorted by label: one entry unless the recipe asks for soft labels.
  public var shares: [LabelShare] = []
  /// What the doctor found about this very clip, in the order of the rules.
  public var findings: [Finding] = []
  /// What is done to the samples before anything else, as the doctor's `fix` actions ask.
  public var mending: Mending = []

  /// A clip that nothing but its name is known of.
  public init(
    corpus: String, name: String, speaker: String, emotion: Emotion, statement: String, path: String
  ) {
    id = "\(corpus)/\(name)"
    self.corpus = corpus
    self.speaker = "\(corpus)-\(speaker)"
    self.emotion = emotion
    self.statement = statement
    self.path = path
  }

  /// The speaker as the corpus itself writes it, `12` of `ravdess-12`.
  public var ownSpeaker: String { String(speaker.dropFirst(corpus.count + 1)) }

  /// The clip as the corpus itself names it, `03-01-05-02-01-01-12`.
  public var ownName: String { String(id.dropFirst(corpus.count + 1)) }

  /// Whether the recipe uses the clip.
  public var isUsed: Bool { !label.isEmpty }
}

/// How much of one label a clip carries.
public struct LabelShare: Sendable, Equatable {
  /// The label.
  public let label: String
  /// Its share, in (0, 1].
  public let weight: Double

  /// A label with its share.
  public init(_ label: String, _ weight: Double) {
    self.label = label
    self.weight = weight
  }
}

/// What raters heard in a clip when they had its sound alone.
public struct Votes: Sendable, Equatable {
  /// The emotions with the most votes, in the vocabulary's order: one, or several that are tied.
  public let heard: [Emotion]

  /// Votes for the emotions that are tied for the first place.
  public init(heard: [Emotion]) { self.heard = heard.sorted() }

  /// The emotion that most raters heard; nil when several are tied.
  public var majority: Emotion? { heard.count == 1 ? heard[0] : nil }
}
