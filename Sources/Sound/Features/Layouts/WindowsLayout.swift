import Determinism
import Settings

/// Windows of fixed length cut from clips, each a row of its own: on a grid, or drawn at random. // [features, frames]
///
/// Each clip has an endless row of random places of its own, which its id and the seeds give, and takes as many of them
/// from the first on as its share is. By total duration that share depends on the clip alone as well, so that other clips
/// may come and go. By other weights, or where `count` says how many windows there are altogether, more clips leave fewer
/// windows to each; those that it keeps are the same.
public struct WindowsLayout: Layout {
  /// `windows` in recipes.
  public static let name = "windows"
  /// What it is for and what its keys mean.
  public static let about = About(
    "Windows of fixed length cut from clips, each a row of its own: on a grid, or drawn at random."
  ) {
    Key("length", "Time of each window.", in: 1e-6...3600, unit: "seconds")
    Key(
      "hop",
      """
      Time from one window of the grid to the next; at random, twice a clip's seconds over this many are drawn \
      of it.
      """, in: 1e-4...3600, unit: "seconds")
    Key("random", "Whether windows lie at random places of their clips.")
    Key(
      "count", "How many windows are drawn at random altogether; as `hop` says when left out.", in: 1...100_000_000,
      example: "random: true, count: 20000")
    Key("weight", "How many of the random windows a class gets; within it, clips get theirs by duration.")
    Key("seed", "Where random numbers start from, besides the recipe's seed.", in: 0...Int.max)
  }

  /// How many of the random windows a class gets; within it, clips get theirs by duration.
  public enum Weight: String, Choice {
    case total, mean, equal

    /// What the word stands for.
    public var meaning: String {
      switch self {
      case .total: "In proportion to the total duration of its clips."
      case .mean: "In proportion to the mean duration of its clips."
      case .equal: "As many as any other."
      }
    }
  }

  /// Seconds per window.
  public var length = 0.4
  /// Seconds from one window of the grid to the next.
  public var hop = 0.1
  /// Whether windows lie at random places of their clips.
  public var random = false
  /// How many windows are drawn at random altogether; as `hop` says if null.
  public var count: Int?
  /// How many of them each class gets.
  public var weight = Weight.total
  /// Where random numbers start from, besides the recipe's seed.
  public var seed: UInt64 = 0

  /// The defaults above.
  public init() {}

  /// Only random windows can be counted.
  public func validate() throws {
    if count != nil, !random { throw Invalid("count needs random windows; a grid has as many as fit") }
  }

  /// The windows of every clip, clip after clip.
  public func segments(of clips: [ClipSummary], rate: Double, seed: UInt64) throws -> [Segment] {
    let size = size(at: rate)
    guard random else { return grid(over: clips, size: size, rate: rate) }
    let counts = counts(of: clips, rate: rate)
    return clips.indices.flatMap { drawn(counts[$0], from: clips[$0], at: $0, size: size, seed: Seed(seed)) }
  }

  private func size(at rate: Double) -> Int { max(1, Int((length * rate).rounded())) }

  /// All windows that fit into each clip; a shorter clip has one, with zeros after its end.
  private func grid(over clips: [ClipSummary], size: Int, rate: Double) -> [Segment] {
    clips.enumerated().flatMap { index, clip in
      let last = max(0, clip.samples - size)
      return (0...Int(Double(last) / (hop * rate))).map { place in
        Segment(
          clip: index, start: min(last, Int((Double(place) * hop * rate).rounded())), count: size, window: place)
      }
    }
  }

  /// The first `count` of a clip's random windows.
  private func drawn(_ count: Int, from clip: ClipSummary, at index: Int, size: Int, seed: Seed) -> [Segment] {
    let places = max(0, clip.samples - size) + 1
    var random = Random(seed.derived(for: "windows", "\(self.seed)", clip.id))
    return (0..<count).map {
      Segment(clip: index, start: random.integer(below: places), count: size, window: $0)
    }
  }

  /// How many windows each clip gets; none of a clip without sound.
  private func counts(of clips: [ClipSummary], rate: Double) -> [Int] {
    let seconds = clips.map { Double($0.samples) / rate }
    let own = seconds.map { $0 > 0 ? max(1, Int((2 * $0 / hop).rounded())) : 0 }
    if weight == .total && count == nil { return own }
    var classes: [String: (clips: Int, seconds: Double)] = [:]
    for (clip, duration) in zip(clips, seconds) where duration > 0 {
      let known = classes[clip.label] ?? (0, 0)
      classes[clip.label] = (known.clips + 1, known.seconds + duration)
    }
    let shares = zip(clips, seconds).map { clip, duration -> Double in
      guard let own = classes[clip.label], duration > 0 else { return 0 }
      switch weight {
      case .total: return duration
      case .mean: return duration / Double(own.clips)
      case .equal: return duration / own.seconds
      }
    }
    return Self.apportion(count ?? own.reduce(0, +), by: shares)
  }

  /// Shares a whole number out in proportion, what is left over to the largest remainders (Hamilton's method).
  private static func apportion(_ total: Int, by shares: [Double]) -> [Int] {
    let sum = shares.reduce(0, +)
    guard sum > 0 else { return shares.map { _ in 0 } }
    let quotas = shares.map { $0 / sum * Double(total) }
    var counts = quotas.map { Int($0) }
    let byRemainder = quotas.indices.filter { shares[$0] > 0 }.sorted {
      let (a, b) = (quotas[$0] - Double(counts[$0]), quotas[$1] - Double(counts[$1]))
      return a == b ? $0 < $1 : a > b
    }
    for i in byRemainder.prefix(max(0, total - counts.reduce(0, +))) { counts[i] += 1 }
    return counts
  }

  /// What each value of a row means.
  public func axes(of features: [FeatureSummary], longest: Int, frames: Int?) throws -> TensorAxes {
    // All windows are equally long, whatever clips they come from.
    let rate = try SequenceLayout.timeline(of: features, for: Self.name).rate
    return try SequenceLayout().axes(of: features, longest: size(at: rate), frames: frames)
  }

  /// Writes a row.
  public func write(
    _ values: [(feature: FeatureSummary, matrix: FrameMatrix)], to row: UnsafeMutablePointer<Float>, axes: TensorAxes
  ) { SequenceLayout().write(values, to: row, axes: axes) }
}
