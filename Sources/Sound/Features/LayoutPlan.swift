/// Which rows a tensor will have and what their axes mean, known before any feature is computed. A pure value: every
/// thread works from the same one.
public struct LayoutPlan: Sendable, Equatable {
  /// The rows, each a part of a clip.
  public let segments: [Segment]
  /// What the axes of every row mean.
  public let axes: Axes

  /// Sizes of the tensor: [rows, features, frames] or [rows, values].
  public var shape: [Int] { [segments.count] + axes.shape }
  /// Values per row.
  public var valuesPerRow: Int { axes.count }
}
