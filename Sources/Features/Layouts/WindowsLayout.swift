import Determinism
import Settings

/// Windows of fixed length cut from clips, each a row of its own: on a grid, or drawn at random. // [features, frames]
public struct WindowsLayout: Layout {
  /// `windows` in recipes.
  public static let name = "windows"

  /// How likely a class is drawn.
  public enum Weight: String, Settings {
    /// In proportion to the total duration of its clips.
    case total
    /// In proportion to the mean duration of its clips.
    case mean
    /// Like any other.
    case equal

    /// By total duration.
    public init() { self = .total }
  }

  /// Seconds per window.
  public var length = 0.4
  /// Seconds from one window of the grid to the next; at random, twice the corpus's seconds over this many are drawn.
  public var hop = 0.1
  /// Whether windows are drawn at random: first a class, then one of its clips, then a place.
  public var random = false
  /// How many windows are drawn at random; as `hop` says if null.
  public var count: Int?
  /// How likely each class is drawn.
  public var weight = Weight.total
  /// Where random numbers start from.
  public var seed: UInt64 = 0

  /// The defaults above.
  public init() {}

  /// Checks the ranges of values.
  public func validate() throws {
    guard length > 0 else { throw Invalid("length must be above 0, found \(length)") }
    guard hop > 0 else { throw Invalid("hop must be above 0, found \(hop)") }
    if let count {
      guard count >= 1 else { throw Invalid("count must be at least 1, found \(count)") }
      guard random else { throw Invalid("count needs random windows; a grid has as many as fit") }
    }
    try require("length", length, in: 1e-6...3600, "seconds")
    try require("hop", hop, in: 1e-4...3600, "seconds")
    try require("count", count, in: 1...100_000_000)
  }

  /// The windows of every clip.
  public func segments(of clips: [ClipSummary], rate: Double) throws -> [Segment] {
    let size = size(at: rate)
    return random ? drawn(from: clips, size: size, rate: rate) : grid(over: clips, size: size, rate: rate)
  }

  private func size(at rate: Double) -> Int { max(1, Int((length * rate).rounded())) }

  /// All windows that fit into each clip; a shorter clip has one, with zeros after its end.
  private func grid(over clips: [ClipSummary], size: Int, rate: Double) -> [Segment] {
    clips.enumerated().flatMap { index, clip in
      let last = max(0, clip.samples - size)
      return (0...Int(Double(last) / (hop * rate))).map { place in
        Segment(clip: index, start: min(last, Int((Double(place) * hop * rate).rounded())), count: size)
      }
    }
  }

  private func drawn(from clips: [ClipSummary], size: Int, rate: Double) -> [Segment] {
    let members = Dictionary(grouping: clips.indices.filter { clips[$0].samples > 0 }) { clips[$0].label }
    let classes = members.keys.sorted()
    guard !classes.isEmpty else { return [] }
    let durations = classes.map { label in members[label]!.reduce(0.0) { $0 + Double(clips[$1].samples) / rate } }
    let weights = zip(classes, durations).map { label, duration in
      switch weight {
      case .total: duration
      case .mean: duration / Double(members[label]!.count)
      case .equal: 1.0
      }
    }
    let total = weights.reduce(0, +)
    let count = count ?? 2 * Int(durations.reduce(0, +) / hop)
    var random = Random(Seed(seed).derived(for: "windows"))
    return (0..<count).map { _ in
      var left = random.uniform() * total
      let chosen = weights.firstIndex { weight in
        left -= weight
        return left < 0
      }
      let candidates = members[classes[chosen ?? classes.count - 1]]!
      let clip = candidates[random.integer(below: candidates.count)]
      let places = max(0, clips[clip].samples - size) + 1
      return Segment(clip: clip, start: random.integer(below: places), count: size)
    }
  }

  /// What each value of a row means.
  public func axes(of features: [FeatureSummary], longest: Int, frames: Int?) throws -> Axes {
    // All windows are equally long, whatever clips they come from.
    let rate = try SequenceLayout.timeline(of: features, for: Self.name).rate
    return try SequenceLayout().axes(of: features, longest: size(at: rate), frames: frames)
  }

  /// Writes a row.
  public func write(
    _ values: [(feature: FeatureSummary, matrix: Matrix)], to row: UnsafeMutablePointer<Float>, axes: Axes
  ) { SequenceLayout().write(values, to: row, axes: axes) }
}
