import Settings

/// All rows of all families over one time axis, padded or cut at its end. // [features, frames]
public struct SequenceLayout: Layout {
  /// `sequence` in recipes.
  public static let name = "sequence"
  /// What it is for and what its keys mean.
  public static let about = About("All rows of all families over one time axis, padded or cut at its end.") {
    Key(
      "frames", "Frames per row; as many as the longest clip has when left out.", in: 1...1_000_000,
      example: "frames: 261")
    Key("fill", "What stands beyond a clip's end.", in: -1e12...1e12)
  }

  /// Frames per row; as many as the longest clip has if null.
  public var frames: Int?
  /// What stands beyond a clip's end.
  public var fill = 0.0

  /// The defaults above.
  public init() {}

  /// Sequences of `frames` frames, padded with zeros.
  public init(frames: Int?) { self.frames = frames }

  /// What each value of a row means.
  public func axes(of features: [FeatureSummary], longest: Int, frames: Int?) throws -> TensorAxes {
    let timeline = try SequenceLayout.timeline(of: features, for: Self.name)
    let count = frames ?? self.frames ?? timeline.frames(samples: longest)
    try TensorAxes.require(rows: features.reduce(0) { $0 + $1.rows.count }, frames: count, for: Self.name)
    return TensorAxes(
      features: features.flatMap(\.rows), times: (0..<count).map(timeline.seconds),
      frames: features.map { _ in count })
  }

  /// Writes a row.
  public func write(
    _ values: [(feature: FeatureSummary, matrix: FrameMatrix)], to row: UnsafeMutablePointer<Float>, axes: TensorAxes
  ) {
    let frames = axes.times?.count ?? 0
    var target = row
    for (_, matrix) in values {
      let count = min(frames, matrix.columns)
      for r in 0..<matrix.rows {
        target.update(from: matrix.row(r), count: count)
        if count < frames { (target + count).update(repeating: Float(fill), count: frames - count) }
        target += frames
      }
    }
  }

  /// The time axis that all families have in common.
  static func timeline(of features: [FeatureSummary], for layout: String) throws -> Timeline {
    guard let first = features.first, let common = first.timeline else {
      throw FeatureError(
        subject: layout,
        cause: "'\(features.first?.family ?? "")' has one value per clip; 'statistics' and 'flat' take such families")
    }
    for feature in features where feature.timeline != common {
      guard feature.timeline != nil else {
        throw FeatureError(
          subject: layout,
          cause: "'\(feature.family)' has one value per clip; 'statistics' and 'flat' take such families")
      }
      throw FeatureError(
        subject: layout,
        cause: "the frames of '\(feature.family)' do not lie where those of '\(first.family)' do; 'statistics' and "
          + "'flat' take families with different frames")
    }
    return common
  }
}
