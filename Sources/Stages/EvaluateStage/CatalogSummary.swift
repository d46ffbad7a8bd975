import Corpora
import Metrics
import Plotting
import Records
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

  init(_ catalog: CatalogFile) throws {
    labels = try catalog.texts(.label)
    corpora = try catalog.texts(.corpus)
    speakers = try catalog.texts(.speaker)
    seconds = zip(try catalog.numbers(.frames), try catalog.numbers(.rate)).map { frames, rate in
      rate > 0 ? Double(frames) / Double(rate) : 0
    }
    findings = try catalog.findings().map {
      DataSummary.Finding(clip: $0.subject, rule: $0.rule, detail: $0.detail, action: Self.done[$0.action] ?? $0.action)
    }
    emotions = try catalog.texts(.emotion)
    channels = try catalog.texts(.channel)
    statements = try catalog.texts(.statement)
    heard = try catalog.texts(.heard).map { $0.split(separator: ",").map(String.init) }
    places = Dictionary(try catalog.texts(.id).enumerated().map { ($0.element, $0.offset) }) { first, _ in first }
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
