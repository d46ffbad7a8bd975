import Settings

/// One vector: family after family, each frame after frame. // [Σ rows * frames]
///
/// With zero-crossing rate, energy and 20 MFCC over 108 frames this is the well-known vector of 2,376 values.
public struct FlatLayout: Layout {
  /// `flat` in recipes.
  public static let name = "flat"
  /// What it is for and what its keys mean.
  public static let about = About("One vector: family after family, each frame after frame.") {
    Key(
      "frames", "Frames per family; as many as the longest clip has when left out.", in: 1...1_000_000,
      example: "frames: 108")
  }

  /// Frames per family; as many as the longest clip has if null.
  public var frames: Int?

  /// The defaults above.
  public init() {}

  /// Vectors of `frames` frames per family.
  public init(frames: Int?) { self.frames = frames }

  /// What each value of a row means.
  public func axes(of features: [FeatureSummary], longest: Int, frames: Int?) throws -> TensorAxes {
    let counts = features.map { feature in
      feature.timeline.map { frames ?? self.frames ?? $0.frames(samples: longest) } ?? 1
    }
    for (feature, count) in zip(features, counts) {
      try TensorAxes.require(rows: feature.rows.count, frames: count, for: Self.name)
    }
    let rows = zip(features, counts).flatMap { feature, count in
      feature.timeline == nil
        ? feature.rows
        : (0..<count).flatMap { t in
          feature.rows.map { FeatureRow(name: "\($0.name)_t\(t)", unit: $0.unit) }
        }
    }
    return TensorAxes(features: rows, times: nil, frames: counts)
  }

  /// Writes a row.
  public func write(
    _ values: [(feature: FeatureSummary, matrix: FrameMatrix)], to row: UnsafeMutablePointer<Float>, axes: TensorAxes
  ) {
    var target = row
    for ((_, matrix), frames) in zip(values, axes.frames) {
      for t in 0..<min(frames, matrix.columns) {
        for r in 0..<matrix.rows { target[t * matrix.rows + r] = matrix[r, t] }
      }
      target += frames * matrix.rows
    }
  }
}
