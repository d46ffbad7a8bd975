import Audio
import Augmentation
import Classifiers
import Corpora
import Features
import Reports
import Settings
import Splits

/// A system from corpora to report, as one readable file. Each section is the settings of one stage and belongs to
/// the library that does the work; a recipe only puts them together.
public struct Recipe: Settings {
  /// What it is for and what its keys mean.
  public static let about = About("A system from corpora to report. Each section is the settings of one stage.") {
    Key("corpora", "Names of the corpora, each a folder under `data/`.", example: "corpora: [\"ravdess\", \"savee\"]")
    Key(
      "synthetic", "Makes the corpora from pseudo-speech instead of looking for them.",
      example: "synthetic: { speakers: 8, clips: 160 }")
    Key("seed", "Where every random number starts from.", in: 0...Int.max)
    Key("ingest", "Which clips, under which labels.", example: "ingest: { channel: \"speech\" }")
    Key("clean", "What is done to each waveform.", example: "clean: { rate: 16000, trim: { topDb: 40 } }")
    Key(
      "augment", "The variants of each clip; when left out there is only the original.",
      example: "augment: [\"original\", { noise: { amplitude: 0.02 }, copies: 2 }]")
    Key("features", "What the tensors hold.", example: "features: { stack: [\"zcr\", \"mfcc\"], layout: \"flat\" }")
    Key("csv", "Whether the tensors are also written as a table with labels, `build/NAME/features.csv`.")
    Key(
      "splits", "Named ways to divide the rows; which of them are honest is counted.",
      example: "splits: { honest: { by: \"speaker\", folds: 5 } }")
    Key("train", "The model and how it learns.", example: "train: { model: \"mlp\", epochs: 30 }")
    Key("evaluate", "How results are judged, and what the report shows.", example: "evaluate: { mistakes: 10 }")
  }

  /// Names of the corpora, each a folder under `data/`.
  public var corpora: [String] = []
  /// Makes the corpora instead of looking for them.
  public var synthetic: Synthetic?
  /// Where every random number starts from.
  public var seed = 1
  /// Which clips, under which labels.
  public var ingest = IngestSettings()
  /// What is done to each waveform.
  public var clean = Cleaning()
  /// The variants of each clip; without this key there is only the original.
  public var augment: Augmenting?
  /// What the tensors hold.
  public var features = FeatureSettings()
  /// Whether the tensors are also written as a table with labels, `build/NAME/features.csv`.
  public var csv = false
  /// Named ways to divide the rows.
  public var splits: [String: SplitSettings] = [:]
  /// The model and how it learns.
  public var train = TrainSection()
  /// How results are judged.
  public var evaluate = EvaluateSettings()

  /// Pseudo-speech in the corpora's own naming schemes.
  public struct Synthetic: Settings {
    /// What it is for and what its keys mean.
    public static let about = About("Pseudo-speech in the corpora's own naming schemes.") {
      Key("speakers", "Speakers in each corpus, as far as its scheme has names for them.", in: 1...10_000)
      Key("clips", "Clips in each corpus.", in: 1...1_000_000)
      Key("seed", "Where the synthesiser's random numbers start from.", in: 0...Int.max)
    }

    /// Speakers in each corpus, as far as its scheme has names for them.
    public var speakers = 6
    /// Clips in each corpus.
    public var clips = 120
    /// Where the synthesiser's random numbers start from.
    public var seed = 1

    /// Six speakers, 120 clips.
    public init() {}

  }

  /// An empty recipe, which is not valid: a recipe names at least a corpus and a split.
  public init() {}

  /// Checks what no section can check alone.
  public func validate() throws {
    if corpora.isEmpty { throw Invalid("corpora: expected at least one of \(Recipe.known)") }
    for name in corpora where !Corpora.all.contains(where: { $0.name == name }) {
      throw Invalid(
        "corpora: unknown corpus '\(name)'" + Suggestion.text(for: name, among: Corpora.all.map(\.name)))
    }
    if splits.isEmpty { throw Invalid("splits: expected at least one, for example { honest: { by: \"speaker\" } }") }
    for name in splits.keys.sorted() where !Recipe.canNameFile(name) {
      throw Invalid("splits: '\(name)' cannot name a file; use letters, digits and hyphens, at most 64")
    }
    if case .classical(let settings) = train, ingest.labels.source == .soft {
      throw Invalid("train: \(ClassifierError(softLabelsFor: settings.model))")
    }
    for name in evaluate.byRow + (evaluate.published ?? []) where splits[name] == nil {
      throw Invalid("evaluate: there is no split '\(name)'" + Suggestion.text(for: name, among: splits.keys))
    }
    let files = [ingest.labels.file].compactMap { $0 } + (augment?.files ?? []) + splits.values.compactMap(\.foldFile)
    for file in files where file.utf8.contains(0) {
      throw Invalid("the path '\(file.replacing("\0", with: "\\0"))' holds a NUL, which no file's name can")
    }
  }

  /// Whether a split's name can be a file's: 64 letters may take 256 bytes and no file's name may take more than 255.
  private static func canNameFile(_ name: String) -> Bool {
    !name.isEmpty && name.count <= 64 && name.utf8.count <= 200
      && name.allSatisfy { $0.isLetter || $0.isNumber || $0 == "-" }
  }

  private static var known: String { Corpora.all.map(\.name).joined(separator: ", ") }
}
