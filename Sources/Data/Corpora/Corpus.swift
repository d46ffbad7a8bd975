import Settings
import Tables

/// A collection of recordings whose names say who acted what.
///
/// Adding one is a file in `Schemes/` with a conforming type, whose header explains the naming scheme, and one line in
/// `Corpora.all`.
public protocol Corpus: Sendable {
  /// Its name in recipes and ids, and of its folder under `data/`: `crema-d`.
  var name: String { get }
  /// What people call it: `CREMA-D`.
  var title: String { get }
  /// Sampling rates that its files have as released, in Hz.
  var rates: [Int] { get }
  /// Everybody in it and how many clips there should be of each.
  var roll: [Attendance] { get }
  /// The tables that lie beside the sound, by file name, and are passed to `complete`.
  var tables: [String] { get }

  /// What a file's name, and where the scheme needs them its folders, say.
  func read(_ path: SoundPath) throws(NameError) -> Reading

  /// Adds what the tables know to clips that names alone cannot tell; remarks say what a table lacks.
  /// - Parameter tables: contents by file name, as far as they were found.
  func complete(_ clips: inout [Clip], from tables: [String: Table]) -> [Remark]
}

extension Corpus {
  /// No tables, unless a corpus names some.
  public var tables: [String] { [] }
  /// Nothing to add, unless a corpus has tables.
  public func complete(_ clips: inout [Clip], from tables: [String: Table]) -> [Remark] { [] }

  /// An error for a name that does not fit the scheme.
  func misfit(_ path: SoundPath, _ cause: String) -> NameError {
    NameError(file: path.text, corpus: title, cause: cause)
  }
}

/// What a name says, and what is odd about it.
public struct Reading: Sendable, Equatable {
  /// The clip.
  public var clip: Clip
  /// An older or wrong spelling that was understood, as one sentence.
  public var oldName: String?
  /// How a folder contradicts the name, as one sentence; the name counts.
  public var disagreement: String?

  /// A reading with nothing odd about it, unless said.
  public init(_ clip: Clip, oldName: String? = nil, disagreement: String? = nil) {
    self.clip = clip
    self.oldName = oldName
    self.disagreement = disagreement
  }
}

/// How many clips of one speaker there are in the corpus as released.
public struct Attendance: Sendable, Equatable {
  /// The speaker as in `Clip.speaker`.
  public let speaker: String
  /// Spoken or sung.
  public let channel: Channel
  /// How many clips.
  public let count: Int
  /// Their ids, where the scheme tells them; else empty.
  public let ids: [String]

  init(speaker: String, channel: Channel = .speech, ids: [String]) {
    (self.speaker, self.channel, self.ids, count) = (speaker, channel, ids, ids.count)
  }

  init(speaker: String, count: Int) {
    (self.speaker, self.count, channel, ids) = (speaker, count, .speech, [])
  }
}

/// Something odd about a clip or a whole corpus: a rule of the doctor's and one sentence.
public struct Remark: Sendable, Equatable {
  /// The rule that it falls under.
  public let rule: Rule
  /// What it is about: a clip's id, a file's path, or a corpus's name.
  public let subject: String
  /// What was found, as one sentence.
  public let detail: String

  init(_ rule: Rule, _ subject: String, _ detail: String) {
    (self.rule, self.subject, self.detail) = (rule, subject, detail)
  }
}

/// Why a file's name is not one of the corpus's.
public struct NameError: Error, CustomStringConvertible, Equatable {
  /// The file, relative to the corpus's folder.
  public let file: String
  /// The corpus's title.
  public let corpus: String
  /// What does not fit, and what was expected.
  public let cause: String

  /// `cannot read 'Actor_01/03-01-09.wav' as a RAVDESS name: …`.
  public var description: String { "cannot read '\(file)' as a \(corpus) name: \(cause)" }
}

/// Every corpus that Lilt knows.
public enum Corpora {
  /// One line a corpus.
  public static let all: [any Corpus] = [
    RAVDESS(),
    CREMAD(),
    SAVEE(),
    EMODB(),
    TESS(),
  ]

  /// Finds a corpus by its name in recipes; the error names the alternatives.
  public static func named(_ name: String) throws -> any Corpus {
    if let corpus = all.first(where: { $0.name == name }) { return corpus }
    throw Invalid(
      "cannot find the corpus '\(name)': no such corpus" + Suggestion.text(for: name, among: all.map(\.name)))
  }
}
