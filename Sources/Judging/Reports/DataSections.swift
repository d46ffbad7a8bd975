import Metrics
import Plotting

extension Report {
  /// What was learned from: classes, durations, and what the doctor found.
  var dataSection: Section? {
    guard let data, !data.classes.isEmpty else { return nil }
    return Section("data", "Data") {
      paragraph(
        "\(Wording.count(data.clips, isSynthetic ? "synthetic clip" : "clip")) of "
          + "\(Wording.count(data.speakers, "speaker")) from \(Wording.list(data.corpora)), "
          + "\(Wording.duration(data.seconds)) of sound before augmentation.")
      pictures([
        ClassDistribution(data.classes).counts.picture(), ClassDistribution(data.classes).durations.picture(),
      ])
      findings(data.findings, rules: data.rules)
    }
  }

  /// One clip of each class as every later stage sees it.
  var portraitSection: Section? {
    guard !portraits.isEmpty else { return nil }
    return Section("portraits", "One clip of each class") {
      paragraph(
        "The same clip five times: as a waveform, as the spectrum of the whole clip, as a spectrogram (which frequencies "
          + "are loud when), as a filter bank (the same in bands that widen as the ear's do), and as cepstral coefficients "
          + "(the shape of each moment's spectrum in a few numbers, the first of which is the level).")
      portraitPictures
    }
  }

  /// As many portraits as keep the page small enough for a slow line: images are most of its bytes.
  private var portraitPictures: Markup {
    var figures: [Markup] = []
    var room = 1_200_000
    for portrait in portraits {
      let picture = figure(portrait.picture(width: 340))
      room -= picture.text.utf8.count
      if room < 0 { break }
      figures.append(picture)
    }
    return Markup([
      tag("div", ["class": "pictures"]) {
        for figure in figures { figure }
      },
      figures.count < portraits.count
        ? note("\(Wording.count(portraits.count - figures.count, "more class")) left out to keep the page small.")
        : .empty,
    ])
  }

  private func findings(_ findings: [DataSummary.Finding], rules: [String: String]) -> Markup {
    guard !findings.isEmpty else { return note("The doctor found nothing wrong with the clips.") }
    var counts: [[String]: Int] = [:]
    for finding in findings { counts[[finding.rule, finding.action], default: 0] += 1 }
    let groups = counts.sorted { $0.key.lexicographicallyPrecedes($1.key) }
    let shown = findings.prefix(200)
    return Markup([
      HTMLTable(
        caption: "What the doctor found",
        columns: [("rule", .words), ("what it finds", .prose), ("found", .number), ("done", .words)],
        rows: groups.map { key, count in
          HTMLTable.Row(cells: [
            HTMLTable.Cell(key[0]), HTMLTable.Cell(rules[key[0]] ?? "–"), HTMLTable.Cell(Wording.count(count)),
            HTMLTable.Cell(key[1]),
          ])
        }
      ).markup,
      tag("details") {
        tag("summary") { "Clip by clip" }
        HTMLTable(
          columns: [("clip", .words), ("rule", .words), ("found", .prose), ("done", .words)],
          rows: shown.map { finding in
            HTMLTable.Row(cells: [
              HTMLTable.Cell(Wording.name(finding.clip)), HTMLTable.Cell(finding.rule), HTMLTable.Cell(finding.detail),
              HTMLTable.Cell(finding.action),
            ])
          }
        ).markup
        if findings.count > shown.count {
          note("The catalog lists \(Wording.count(findings.count - shown.count)) more.")
        }
      },
    ])
  }
}

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
