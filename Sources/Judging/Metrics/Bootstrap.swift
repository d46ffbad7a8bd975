import Determinism
import Settings

/// How intervals are found: whole speakers are drawn with replacement, because clips of one speaker resemble each other
/// and a new user is a new speaker.
public struct Bootstrap: Settings {
  /// What it is for and what its keys mean.
  public static let about = About(
    """
    How intervals are found: whole speakers are drawn with replacement, because clips of one speaker resemble \
    each other and a new user is a new speaker.
    """
  ) {
    Key("resamples", "The number of resamples.", in: 1...1_000_000)
    Key("level", "The share of resampled scores that the interval encloses.", in: 0.01...0.999999)
    Key("seed", "The seed of the draws.", in: 0...Int.max)
    Key(
      "minimumSpeakers",
      """
      With fewer speakers than this, clips are drawn in their place, and every interval says so. Two speakers \
      give a wide interval, but an honest one: clips of one speaker are alike, so drawing clips makes it too \
      narrow.
      """, in: 2...1_000_000)
  }

  /// The number of resamples.
  public var resamples = 2000
  /// The share of resampled scores that the interval encloses.
  public var level = 0.95
  /// The seed of the draws.
  public var seed: UInt64 = 0
  /// With fewer speakers than this, clips are drawn in their place, and every interval says so.
  public var minimumSpeakers = 2

  /// 2,000 resamples, 95 %.
  public init() {}

}

/// What a bootstrap draws: the unit, how many there are, and the rows of each.
public struct Resampling: Sendable, Equatable, Encodable {
  /// What is drawn as a whole.
  public enum Unit: String, Sendable, Encodable { case speaker, clip }

  /// What was drawn.
  public let unit: Unit
  /// How many there are to draw from.
  public let count: Int
  /// Why it is not speakers, as one sentence; nil when it is.
  public let reason: String?
  /// The indices of the rows of each unit, units in the order of their names.
  let clusters: [[Int]]

  private enum CodingKeys: String, CodingKey { case unit, count, reason }

  /// Fewer speakers than this make an interval that is itself uncertain, which is said beside it.
  static let few = 5

  /// Whether speakers were drawn and there are few of them.
  public var isOfFew: Bool { unit == .speaker && count < Resampling.few }

  /// Groups rows by speaker, or by clip when speakers are not known or too few.
  init(of rows: [Prediction], minimumSpeakers: Int) {
    let bySpeaker = Resampling.groups(of: rows) { [$0.corpus, $0.speaker] }
    if rows.contains(where: \.speaker.isEmpty) {
      reason =
        "Some clips have no known speaker, so clips were drawn instead of speakers and the interval is too narrow."
    } else if bySpeaker.count < minimumSpeakers {
      let speakers = bySpeaker.count == 1 ? "One speaker is" : "\(bySpeaker.count) speakers are"
      reason =
        "\(speakers) too few to draw from, so clips were drawn and the interval says nothing about other speakers."
    } else {
      reason = nil
    }
    unit = reason == nil ? .speaker : .clip
    clusters = reason == nil ? bySpeaker : Resampling.groups(of: rows) { [$0.corpus, $0.clip] }
    count = clusters.count
  }

  /// Draws as many units as there are, with replacement, as often as asked.
  /// - Parameter body: receives how often each unit was drawn.
  func draw(_ settings: Bootstrap, _ body: (_ times: [Int]) -> Void) {
    var random = Random(Seed(settings.seed).derived(for: "bootstrap", unit.rawValue))
    var times = [Int](repeating: 0, count: clusters.count)
    for _ in 0..<settings.resamples {
      for index in times.indices { times[index] = 0 }
      for _ in clusters.indices { times[random.integer(below: clusters.count)] += 1 }
      body(times)
    }
  }

  private static func groups(of rows: [Prediction], by name: (Prediction) -> [String]) -> [[Int]] {
    var groups: [[String]: [Int]] = [:]
    for (index, row) in rows.enumerated() { groups[name(row), default: []].append(index) }
    return groups.sorted { $0.key.lexicographicallyPrecedes($1.key) }.map(\.value)
  }
}
