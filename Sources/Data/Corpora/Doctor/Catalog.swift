/// Every clip of the corpora that a recipe names, what the recipe makes of it, and everything that the doctor found.
///
/// Made from surveys in one deterministic pass: neither the order of the surveys' examinations nor that of the file system
/// shows.
public struct Catalog: Sendable {
  /// All clips whose names could be read, sorted by id, used or not.
  public let clips: [Clip]
  /// All findings, sorted by rule, then subject.
  public let findings: [Finding]
  /// The labels of the clips that are used, whole or in shares, sorted.
  public let labels: [String]

  /// Reads names, picks among copies, labels clips, runs the doctor and does what the recipe says about findings.
  /// - Parameter labelTable: the label file, where the recipe names one.
  public init(_ surveys: [Survey], settings: IngestSettings, labelTable: LabelTable? = nil) {
    var clips: [Clip] = [], remarks: [Remark] = []
    for survey in surveys.sorted(by: { $0.corpus.name < $1.corpus.name }) {
      var people = Catalog.clips(of: survey, settings: settings, &remarks)
      remarks += survey.complaints + survey.corpus.complete(&people, from: survey.tables)
      remarks += Census.remarks(onMissing: people, of: survey.corpus, taking: settings.channel)
      if settings.labels.source.needsVotes, survey.corpus.tables.isEmpty {
        remarks.append(Remark(.noVotes, survey.corpus.name, "nobody rated its clips"))
      }
      clips += people
    }
    clips.sort { $0.id < $1.id }
    if !settings.labels.source.needsVotes { remarks.removeAll { $0.rule == .noVotes } }
    let labelling = Labelling(settings: settings.labels, table: labelTable)
    for index in clips.indices { clips[index].take(labelling, settings) }
    for name in labelTable?.unmatched(by: clips) ?? [] {
      remarks.append(Remark(.unmatched, name, "the label file has it, no corpus does"))
    }
    var findings = remarks.map { $0.finding(settings.doctor) }
    Catalog.act(on: findings, &clips)
    // Twins come last, so that of two of them the one that is used for all else stays.
    let twins = Census.remarks(onTwinsAmong: clips, calling: labelling.name).map { $0.finding(settings.doctor) }
    Catalog.act(on: twins, &clips)
    findings += twins
    findings.sort { ($0.rule, $0.subject, $0.detail) < ($1.rule, $1.subject, $1.detail) }
    for index in clips.indices { clips[index].findings.sort { $0.rule < $1.rule } }
    self.findings = findings
    self.clips = clips
    labels = Set(clips.flatMap { clip in [clip.label] + clip.shares.map(\.label) }).subtracting([""]).sorted()
  }

  /// How often each rule applied, and the action, in the rules' order; for the summary line and the table.
  public var summary: [(rule: Rule, action: Action, count: Int)] {
    var summary: [(rule: Rule, action: Action, count: Int)] = []
    for finding in findings {
      if let last = summary.last, last.rule == finding.rule, last.action == finding.action {
        summary[summary.count - 1].count += 1
      } else {
        summary.append((finding.rule, finding.action, 1))
      }
    }
    return summary
  }

  private static func clips(of survey: Survey, settings: IngestSettings, _ remarks: inout [Remark]) -> [Clip] {
    let corpus = survey.corpus
    let symptoms = Symptoms(limits: settings.doctor.limits, rates: corpus.rates)
    if !survey.listing.hidden.isEmpty {
      let hidden = survey.listing.hidden
      remarks.append(Remark(.hidden, corpus.name, "\(hidden.count) passed over: \(abridged(hidden))"))
    }
    for obstacle in survey.listing.obstacles {
      let rule: Rule = obstacle.isName ? .unparsable : .unreadable
      remarks.append(Remark(rule, "\(corpus.name)/\(obstacle.path)", obstacle.description))
    }
    var candidates: [String: [(reading: Reading, examination: Examination)]] = [:]
    for examination in survey.examinations {
      do throws(NameError) {
        let reading = try corpus.read(examination.path)
        candidates[reading.clip.id, default: []].append((reading, examination))
      } catch {
        remarks.append(Remark(.unparsable, "\(corpus.name)/\(examination.path.text)", error.description))
      }
    }
    var clips: [Clip] = []
    for id in candidates.keys.sorted() {
      let copies = candidates[id, default: []].sorted { $0.examination.path < $1.examination.path }
      // A copy that can be heard is better than one that cannot, wherever it lies.
      let chosen = copies.first { $0.examination.sound != nil } ?? copies[0]
      for copy in copies where copy.examination.path != chosen.examination.path {
        remarks.append(Remark(copyOf: chosen.examination, copy.examination, corpus.name))
      }
      var clip = chosen.reading.clip
      clip.sound = chosen.examination.sound
      if let detail = chosen.reading.oldName { remarks.append(Remark(.oldName, id, detail)) }
      if let detail = chosen.reading.disagreement { remarks.append(Remark(.misfiled, id, detail)) }
      switch chosen.examination.result {
      case .success(let sound): remarks += symptoms.remarks(on: id, path: chosen.examination.path, sound)
      case .failure(let failure): remarks.append(Remark(failure.rule, id, failure.detail))
      }
      clips.append(clip)
    }
    return clips
  }

  private static func act(on findings: [Finding], _ clips: inout [Clip]) {
    let bySubject = Dictionary(grouping: findings, by: \.subject)
    for index in clips.indices {
      let clip = clips[index]
      for subject in [clip.id, clip.speaker, clip.corpus] {
        for finding in bySubject[subject] ?? [] { clips[index].suffer(finding) }
      }
    }
  }
}

extension Clip {
  /// Takes the label that a recipe gives, or the reason for none.
  fileprivate mutating func take(_ labelling: Labelling, _ settings: IngestSettings) {
    if let objection = settings.objection(to: self) {
      unused = objection
      return
    }
    switch labelling.verdict(on: self) {
    case .label(let name, let shares): (label, self.shares) = (name, shares)
    case .none(let reason): unused = reason
    }
  }

  /// Has done to it what a finding's action says.
  fileprivate mutating func suffer(_ finding: Finding) {
    guard finding.rule != .hidden else { return }
    if finding.subject == id { self.findings.append(finding) }
    switch (finding.action, finding.rule) {
    case (.drop, _):
      if isUsed { unused = "dropped: \(finding.rule.rawValue): \(finding.detail)" }
      (label, shares) = ("", [])
    case (.fix, .offset): mending.insert(.removeOffset)
    case (.fix, .notFinite): mending.insert(.zeroNotFinite)
    default: break
    }
  }
}

extension Remark {
  /// A file of a clip that another file was chosen for.
  fileprivate init(copyOf chosen: Examination, _ copy: Examination, _ corpus: String) {
    let sounds: String =
      switch (chosen.sound, copy.sound) {
      case (let a?, let b?): a.sha256 == b.sha256 ? "the same sound as" : "another sound than"
      default: "a copy of"
      }
    // Kaggle's archives hold the corpus again one folder further down: same file name, deeper, same last folder.
    let isNested =
      copy.path.folders.count > chosen.path.folders.count && copy.path.folder == chosen.path.folder
      && copy.path.suffix == chosen.path.suffix
    self.init(isNested ? .nestedCopy : .secondCopy, "\(corpus)/\(copy.path.text)", "\(sounds) '\(chosen.path.text)'")
  }

  fileprivate func finding(_ settings: DoctorSettings) -> Finding {
    Finding(rule: rule, subject: subject, detail: detail, action: settings[rule])
  }
}
