import Metrics
import Plotting

/// What is to be reported about one recipe; `html` makes it one page that needs nothing else.
///
/// Parts without data are left out of the page.
public struct Report: Sendable {
  /// The recipe's name.
  public var title: String
  /// What the recipe is, in a sentence or two; may be empty.
  public var summary = ""
  /// The recipe as its author wrote it.
  public var recipe = ""
  /// The recipe with everything that it leaves to defaults; may be empty.
  public var settings = ""
  /// The one command that makes everything again.
  public var command = ""
  /// The systems' results, one per split; the first is the one to quote.
  public var results: [SplitResult]
  /// Whether the clips were synthesised, so that scores say nothing of speech.
  public var isSynthetic = false
  /// What the system's authors report of it.
  public var claim: Claim?
  /// How many of the surest mistakes are listed.
  public var mistakes = 20
  /// What the models are: their size, what goes in, how they were trained.
  public var system: [Fact] = []
  /// How well people do on the same corpora.
  public var ceilings: [HumanCeiling] = []
  /// What the systems learned from.
  public var data: DataSummary?
  /// One clip of each class.
  public var portraits: [SoundPortrait] = []
  /// Programs and libraries with their versions.
  public var versions: [Fact] = []
  /// Files with their SHA-256.
  public var files: [Fact] = []

  /// A report of results, to which everything else may be added.
  public init(title: String, results: [SplitResult]) {
    self.title = title
    self.results = results
  }

  /// The page: one file of HTML without scripts, fonts or images from elsewhere.
  public var html: String {
    Page(title: title, lead: summary, sections: sections, footer: "Made by Lilt.").html
  }

  private var sections: [Section] {
    [
      resultSection, publishedSection, sentenceSection, ceilingSection, dataSection, portraitSection, systemSection,
      confusionSection,
      classSection, groupSection, calibrationSection, mistakeSection, recipeSection, provenanceSection,
    ].compactMap(\.self)
  }
}

/// A name with a value: a program with its version, a file with its hash.
public struct Fact: Sendable, Equatable {
  /// What it is.
  public let name: String
  /// What is said of it.
  public let value: String

  /// A name with a value.
  public init(_ name: String, _ value: String) {
    self.name = name
    self.value = value
  }
}
