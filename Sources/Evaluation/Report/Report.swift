import Plotting

/// What is to be reported about one recipe; `html` makes it one page that needs nothing else.
///
/// Parts without data are left out of the page.
public struct Report: Sendable {
  /// The recipe's name.
  public var title: String
  /// What the recipe is, in a sentence or two; may be empty.
  public var summary = ""
  /// The recipe's text.
  public var recipe = ""
  /// The one command that makes everything again.
  public var command = ""
  /// The systems' results, one per split; the first is the one to quote.
  public var results: [SplitResult]
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
      resultSection, publishedSection, ceilingSection, dataSection, portraitSection, learningSection, confusionSection,
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
