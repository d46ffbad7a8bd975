import Metrics
import Plotting

/// What the systems learned from, before any of them did.
public struct DataSummary: Sendable {
  /// Something that the doctor found.
  public struct Finding: Sendable, Equatable {
    /// The clip's name.
    public let clip: String
    /// The rule's name.
    public let rule: String
    /// What was found.
    public let detail: String
    /// What was done about it.
    public let action: String

    /// A finding about one clip.
    public init(clip: String, rule: String, detail: String, action: String) {
      self.clip = clip
      self.rule = rule
      self.detail = detail
      self.action = action
    }
  }

  /// The classes in the order of the labels.
  public var classes: [ClassDistribution.Class]
  /// The corpora's names.
  public var corpora: [String]
  /// The number of speakers.
  public var speakers: Int
  /// What the doctor found.
  public var findings: [Finding]
  /// What the doctor's rules look for, by name.
  public var rules: [String: String] = [:]

  /// A summary of clips.
  public init(classes: [ClassDistribution.Class], corpora: [String], speakers: Int, findings: [Finding] = []) {
    self.classes = classes
    self.corpora = corpora
    self.speakers = speakers
    self.findings = findings
  }

  /// The number of clips.
  public var clips: Int { classes.reduce(0) { $0 + $1.clips } }
  /// The duration of all clips in seconds.
  public var seconds: Double { classes.reduce(0) { $0 + Double($1.clips) * $1.seconds } }
}
