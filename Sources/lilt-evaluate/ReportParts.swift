import Evaluation
import Models
import Pipeline
import Plotting
import Portraits
import Results
import Settings
import Store

extension Judge {
  /// The whole report: results, what they were learned from, people's scores beside them, and how to make it again.
  func report(of judged: Judged) throws -> Report {
    var report = Report(title: settings.name, results: judged.results)
    let catalog = try CatalogSummary(job.inputs[0])
    report.summary = settings.title
    report.recipe = settings.recipe.indented
    report.command = "make \(settings.name)"
    report.data = catalog.summary(of: judged.results[0].scorecard.labels)
    report.ceilings = catalog.ceilings
    if settings.evaluate.portraits { report.portraits = try portraits(of: judged.results[0].scorecard.labels) }
    report.versions = [Fact("Lilt", Pipeline.version)]
    report.files = try job.inputs.map { path in
      let input = try Input(file: path)
      return Fact(input.name, input.sha256)
    }
    return report
  }

  /// The first clip of each class, by name.
  private func portraits(of labels: [String]) throws -> [SoundPortrait] {
    let file = try InputFile.open(job.inputs[1], expecting: .clean)
    let rows = try file.rows()
    let sound = try file.ragged("/audio")
    let rate = try file.attached("rate", of: "/audio", as: Int64.self).first ?? 1
    let portraitist = try Portraitist(rate: Double(rate))
    return try labels.compactMap { label in
      guard let row = rows.firstIndex(where: { $0.label == label }) else { return nil }
      return try portraitist.portrait(of: sound.read(row), title: "\(label): \(rows[row].id)")
    }
  }
}

/// What a report says of the clips themselves.
private struct CatalogSummary {
  private let labels: [String]
  private let corpora: [String]
  private let speakers: [String]
  private let seconds: [Double]
  private let findings: [DataSummary.Finding]
  private let votes: [String: [VotedClip]]
  private let voters: [String]

  init(_ path: String) throws {
    let file = try InputFile.open(path, expecting: .catalog)
    labels = try file.texts("/clips/label")
    corpora = try file.texts("/clips/corpus")
    speakers = try file.texts("/clips/speaker")
    let frames = try file.array("/clips/frames", of: Int64.self)
    let rates = try file.array("/clips/rate", of: Int64.self)
    seconds = zip(frames, rates).map { $1 > 0 ? Double($0) / Double($1) : 0 }
    let rule = try file.texts("/findings/rule"), subject = try file.texts("/findings/subject")
    let detail = try file.texts("/findings/detail"), action = try file.texts("/findings/action")
    findings = rule.indices.map {
      DataSummary.Finding(clip: subject[$0], rule: rule[$0], detail: detail[$0], action: action[$0])
    }
    // Raters chose among the emotions of their corpus, whatever the recipe calls them.
    let emotions = try file.texts("/clips/emotion")
    let heard = try file.texts("/clips/heard").map { $0.split(separator: ",").map(String.init) }
    let voted = heard.indices.filter { !heard[$0].isEmpty }
    let names = Set(voted.flatMap { heard[$0] + [emotions[$0]] }).sorted()
    var votes: [String: [VotedClip]] = [:]
    for clip in voted {
      guard let intended = names.firstIndex(of: emotions[clip]) else { continue }
      let winners = heard[clip].compactMap(names.firstIndex)
      votes[corpora[clip], default: []].append(
        VotedClip(intended: intended, winners: winners, classes: names.count))
    }
    (self.votes, voters) = (votes, names)
  }

  /// The clips that are used, class by class.
  func summary(of classes: [String]) -> DataSummary {
    let used = labels.indices.filter { !labels[$0].isEmpty }
    return DataSummary(
      classes: classes.map { label in
        let clips = used.filter { labels[$0] == label }
        let total = clips.reduce(0) { $0 + seconds[$1] }
        return .init(label: label, clips: clips.count, seconds: clips.isEmpty ? 0 : total / Double(clips.count))
      },
      corpora: Set(used.map { corpora[$0] }).sorted(), speakers: Set(used.map { speakers[$0] }).count,
      findings: findings)
  }

  /// How well people do on the corpora: counted where votes are there, published otherwise.
  var ceilings: [HumanCeiling] {
    Set(corpora).sorted().compactMap { corpus in
      votes[corpus].flatMap { HumanCeiling.cremaD(labels: voters, votes: $0) }
        ?? HumanCeiling.published(for: corpus)
    }
  }
}

extension JSON {
  /// The tree over several lines, for people.
  var indented: String { indented(by: "") }

  private func indented(by space: String) -> String {
    let inner = space + "  "
    switch self {
    case .object(let members) where !members.isEmpty:
      let lines = members.sorted { $0.key < $1.key }.map { "\(inner)\($0.key): \($0.value.indented(by: inner))" }
      let short =
        "{ "
        + members.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value.indented(by: ""))" }
        .joined(separator: ", ") + " }"
      return short.count < 90 && !short.contains("\n") ? short : "{\n\(lines.joined(separator: ",\n"))\n\(space)}"
    case .array(let values) where values.contains(where: { if case .object = $0 { true } else { false } }):
      let lines = values.map { inner + $0.indented(by: inner) }
      return "[\n\(lines.joined(separator: ",\n"))\n\(space)]"
    case .array(let values): return "[" + values.map { $0.indented(by: "") }.joined(separator: ", ") + "]"
    default: return canonical
    }
  }
}
