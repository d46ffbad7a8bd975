import Settings
import Signal

/// Turns clips into rows of a tensor, as a recipe's `features` say.
///
/// It owns its plans and buffers, which grow to the longest clip and then stay: one extractor per thread.
public final class Extractor {
  /// What is computed.
  public let settings: FeatureSettings
  /// Samples per second of the clips.
  public let rate: Double
  /// What each family yields, in the order of the stack.
  public let features: [FeatureSummary]

  private let shared: Stack
  private let stack: [Feature]
  private let padded = Workspace<Float>()
  private var clips = 0

  /// Builds the computations for clips of `rate` samples per second.
  public init(_ settings: FeatureSettings, rate: Double) throws {
    (self.settings, self.rate) = (settings, rate)
    shared = Stack(rate: rate, frame: settings.frame)
    stack = try settings.stack.map { [shared] in try shared.feature($0.family) }
    features = stack.map { FeatureSummary(family: $0.name, rows: $0.rows, timeline: $0.timeline) }
  }

  /// Plans the tensor for a list of clips.
  /// - Parameters:
  ///   - frames: a frame count that overrides the layout's own, such as the one that a model was trained with.
  ///   - seed: where random numbers start from, for layouts that draw.
  ///   - lost: numbers of rows that cannot be computed: the plan leaves them out as if they had never been.
  public func plan(
    for clips: [ClipSummary], frames: Int? = nil, seed: UInt64 = 0, without lost: Set<Int> = []
  ) throws -> LayoutPlan {
    let layout = settings.layout.layout
    let all = try layout.segments(of: clips, rate: rate, seed: seed)
    let segments = lost.isEmpty ? all : all.indices.filter { !lost.contains($0) }.map { all[$0] }
    let longest = segments.lazy.map(\.count).max() ?? 0
    return LayoutPlan(
      segments: segments, axes: try layout.axes(of: features, longest: longest, frames: frames))
  }

  /// Computes one row.
  /// - Parameters:
  ///   - segment: the part of the clip that it is about.
  ///   - clip: all samples of the clip.
  ///   - axes: what the plan says.
  ///   - row: where its values go, `axes.count` of them.
  /// - Returns: the frames of the segment before it was padded or cut.
  @discardableResult
  public func extract(
    _ segment: Segment, of clip: UnsafeBufferPointer<Float>, axes: TensorAxes, to row: UnsafeMutableBufferPointer<Float>
  ) throws -> Int {
    precondition(row.count == axes.count, "a row of \(axes.count) values does not fit \(row.count)")
    clips += 1
    let samples = ClipSamples(samples: part(segment, of: clip), number: clips)
    let values = try zip(features, stack).map { (feature: $0, matrix: try $1.values(of: samples)) }
    if let first = row.baseAddress {
      row.update(repeating: 0)
      settings.layout.layout.write(values, to: first, axes: axes)
    }
    return features.lazy.compactMap(\.timeline).first?.frames(
      samples: min(segment.count, clip.count - min(segment.start, clip.count))) ?? 1
  }

  /// Computes the row of a whole clip.
  @discardableResult
  public func extract(
    _ clip: UnsafeBufferPointer<Float>, axes: TensorAxes, to row: UnsafeMutableBufferPointer<Float>
  ) throws -> Int {
    try extract(Segment(clip: 0, start: 0, count: clip.count), of: clip, axes: axes, to: row)
  }

  /// Computes a family's values without laying them out, for those who want to look at them.
  /// - Parameter body: reads the matrix, whose memory is the extractor's.
  public func withValues<T>(
    of family: Int, for clip: UnsafeBufferPointer<Float>, _ body: (FrameMatrix) throws -> T
  ) throws -> T {
    clips += 1
    return try body(stack[family].values(of: ClipSamples(samples: clip, number: clips)))
  }

  /// The samples of a segment, in place unless the clip ends before it.
  private func part(_ segment: Segment, of clip: UnsafeBufferPointer<Float>) -> UnsafeBufferPointer<Float> {
    let from = min(segment.start, clip.count)
    let inside = min(segment.count, clip.count - from)
    if inside == segment.count { return UnsafeBufferPointer(rebasing: clip[from..<from + inside]) }
    let copy = padded.hold(segment.count)
    copy.update(repeating: 0, count: segment.count)
    if inside > 0 { copy.update(from: clip.baseAddress! + from, count: inside) }
    return UnsafeBufferPointer(start: copy, count: segment.count)
  }
}
