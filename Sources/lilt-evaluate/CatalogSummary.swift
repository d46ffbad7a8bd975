import Corpora
import Evaluation
import Store

/// What a report says of the clips themselves.
struct CatalogSummary {
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
      DataSummary.Finding(
        clip: subject[$0], rule: rule[$0], detail: detail[$0], action: Self.done[action[$0]] ?? action[$0])
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
    var summary = DataSummary(
      classes: classes.map { label in
        let clips = used.filter { labels[$0] == label }
        let total = clips.reduce(0) { $0 + seconds[$1] }
        return .init(label: label, clips: clips.count, seconds: clips.isEmpty ? 0 : total / Double(clips.count))
      },
      corpora: Set(used.map { corpora[$0] }).sorted(), speakers: Set(used.map { speakers[$0] }).count,
      findings: findings)
    summary.rules = Dictionary(uniqueKeysWithValues: Rule.allCases.map { ($0.rawValue, $0.meaning) })
    return summary
  }

  private static let done = ["keep": "kept", "drop": "dropped", "fix": "mended"]

  /// How well people do on the corpora: counted where votes are there, published otherwise.
  var ceilings: [HumanCeiling] {
    Set(corpora).sorted().compactMap { corpus in
      votes[corpus].flatMap { HumanCeiling.cremaD(labels: voters, votes: $0) }
        ?? HumanCeiling.published(for: corpus)
    }
  }
}
