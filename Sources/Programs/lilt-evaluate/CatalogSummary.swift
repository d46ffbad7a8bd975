import Corpora
import Metrics
import Plotting
import Reports
import Store

/// What a report says of the clips themselves.
struct CatalogSummary {
  private let labels: [String]
  private let corpora: [String]
  private let speakers: [String]
  private let seconds: [Double]
  private let findings: [DataSummary.Finding]
  private let emotions: [String]
  private let channels: [String]
  private let heard: [[String]]
  private let statements: [String]
  /// Where each clip stands.
  private let places: [String: Int]

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
    emotions = try file.texts("/clips/emotion")
    channels = try file.texts("/clips/channel")
    statements = try file.texts("/clips/statement")
    heard = try file.texts("/clips/heard").map { $0.split(separator: ",").map(String.init) }
    places = Dictionary(try file.texts("/clips/id").enumerated().map { ($0.element, $0.offset) }) { first, _ in first }
  }

  /// What is said in a clip, by its corpus's own code; nil where nobody knows.
  func statement(of clip: String) -> String? {
    places[clip].flatMap { statements[$0].isEmpty ? nil : statements[$0] }
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

  /// How well people do on the very clips of a result, at the same task; nobody where they did something else.
  func ceilings(beside result: SplitResult) -> [HumanCeiling] {
    // Nobody has heard the transformed copies, or windows of a clip.
    guard result.scorecard.unit == "clip" else { return [] }
    let tested = result.scorecard.predictions.rows.compactMap { row in
      places[row.clip].map {
        TestedClip(
          corpus: corpora[$0], emotion: emotions[$0], label: labels[$0], channel: channels[$0], heard: heard[$0])
      }
    }
    return HumanCeiling.beside(tested, labels: result.scorecard.labels)
  }
}
