import Settings

/// What the doctor looks for, each under the name that recipes and reports use.
///
/// `Rule.about` is the one table of them: what is found, what may be done about it and what is done unless a recipe says
/// otherwise. To add a rule: a case, a line in the table, and where it is found: in a file's name (`Catalog`), in its sound
/// (`Symptoms`) or in comparing clips (`Census`).
public enum Rule: String, CaseIterable, Codable, CodingKey, Sendable, Comparable, CustomStringConvertible {
  // The folder and the names.
  case hidden, unparsable, oldName, misfiled, nestedCopy, secondCopy, missing
  // The file.
  case stub, empty, unreadable, truncated, lyingHeader, misnamed, unusualRate
  // The sound.
  case notFinite, beyondScale, silent, quiet, leadingZeros, clipped, offset, stereoEqual, stereoUnequal
  // What is known beside the sound, and clips against each other.
  case noDemographics, noVotes, unmatched, duplicate, contradiction

  /// Orders rules as they are listed.
  public static func < (a: Rule, b: Rule) -> Bool { a.rank < b.rank }

  private var rank: Int { Rule.allCases.firstIndex(of: self) ?? 0 }

  /// The name in recipes.
  public var description: String { rawValue }
  /// What is found when the rule applies, for the table in a report.
  public var meaning: String { about.meaning }
  /// What is done unless a recipe says otherwise.
  public var defaultAction: Action { about.actions[0] }
  /// Everything that a recipe may ask for.
  public var actions: [Action] { about.actions }
  /// What `fix` does; empty where it is not offered.
  public var remedy: String { about.remedy }

  private var about: (meaning: String, actions: [Action], remedy: String) {
    switch self {
    case .hidden: ("hidden files and folders, '._' twins and __MACOSX", [.drop], "")
    case .unparsable: ("a name that is not one of the corpus's", [.drop], "")
    case .oldName: ("an older or wrong spelling of a name", [.fix, .drop], "the clip gets its proper name")
    case .misfiled: ("a folder that contradicts the name; the name counts", [.keep, .drop], "")
    case .nestedCopy: ("a second copy of the corpus inside the first", [.drop], "")
    case .secondCopy: ("a second file of a clip", [.drop], "")
    case .missing: ("clips of the corpus as released that are not there", [.keep], "")
    case .stub: ("a git-lfs pointer in place of sound", [.drop], "")
    case .empty: ("a file without a single sample", [.drop], "")
    case .unreadable: ("a file that cannot be decoded", [.drop], "")
    case .truncated: ("a file that ends before its header says", [.keep, .drop], "")
    case .lyingHeader: ("a header that contradicts itself or the data", [.fix, .drop], "the data are trusted")
    case .misnamed: ("a container other than the extension says", [.fix, .drop], "the file is read as what it is")
    case .unusualRate: ("a sampling rate that the corpus does not have", [.keep, .drop], "")
    case .notFinite: ("samples that are not numbers, or infinite", [.drop, .fix], "they become zeros")
    case .beyondScale: ("samples far beyond full scale, in another unit or damaged", [.drop, .keep], "")
    case .silent: ("a clip without a sound", [.drop, .keep], "")
    case .quiet: ("a clip with a very low peak", [.keep, .drop], "")
    case .leadingZeros: ("a clip that starts with exact zeros", [.keep, .drop], "")
    case .clipped: ("many samples at full scale", [.keep, .drop], "")
    case .offset: ("a mean far from zero", [.keep, .fix, .drop], "the mean is subtracted")
    case .stereoEqual: ("several channels, all equal", [.fix, .drop], "one of them is taken")
    case .stereoUnequal: ("several channels that differ", [.fix, .drop], "their mean is taken")
    case .noDemographics: ("speakers whose sex and age are not known", [.keep, .drop], "")
    case .noVotes: ("clips that no rater's vote is known of; kept, the intended emotion counts", [.drop, .keep], "")
    case .unmatched: ("lines of a label file that no clip answers to", [.keep], "")
    case .duplicate: ("the same sound again under the same label; dropped but for the first", [.drop, .keep], "")
    case .contradiction: ("the same sound under different labels; all of them are dropped", [.drop, .keep], "")
    }
  }
}

/// What is done about a finding.
public enum Action: String, Choice {
  case keep, drop, fix

  /// What the word stands for.
  public var meaning: String {
    switch self {
    case .keep: "The clip is used as it is."
    case .drop: "The clip is not used; it stays in the catalog."
    case .fix: "The clip is mended and used."
    }
  }
}

/// One finding: a rule that applies to something, and what was done about it.
public struct Finding: Sendable, Equatable {
  /// The rule.
  public let rule: Rule
  /// A clip's id, a speaker, a corpus, or a file's path after its corpus's name.
  public let subject: String
  /// What was found, as one sentence.
  public let detail: String
  /// What was done.
  public let action: Action
}
