import Settings

/// One family over time, as a picture with one channel. // [rows, frames]
public struct ImageLayout: Layout {
  /// `image` in recipes.
  public static let name = "image"
  /// What it is for and what its keys mean.
  public static let about = About("One family over time, as a picture with one channel.") {
    Key(
      "frames", "Frames per row; as many as the longest clip has when left out.", in: 1...1_000_000,
      example: "frames: 261")
    Key("fill", "What stands beyond a clip's end.", in: -1e12...1e12)
  }

  /// Frames per picture; as many as the longest clip has if null.
  public var frames: Int?
  /// What stands beyond a clip's end.
  public var fill = 0.0

  /// The defaults above.
  public init() {}

  private var sequence: SequenceLayout {
    var sequence = SequenceLayout(frames: frames)
    sequence.fill = fill
    return sequence
  }

  /// What each value of a row means.
  public func axes(of features: [FeatureSummary], longest: Int, frames: Int?) throws -> TensorAxes {
    guard features.count == 1 else {
      throw FeatureError(subject: Self.name, cause: "it shows one family, found \(features.count) in the stack")
    }
    return try sequence.axes(of: features, longest: longest, frames: frames)
  }

  /// Writes a row.
  public func write(
    _ values: [(feature: FeatureSummary, matrix: FrameMatrix)], to row: UnsafeMutablePointer<Float>, axes: TensorAxes
  ) { sequence.write(values, to: row, axes: axes) }
}
