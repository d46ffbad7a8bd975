import Settings

/// How the families' values of a clip become one row of the tensor.
public protocol Layout: Named {
  /// The parts of clips that become rows, in order.
  /// - Parameter seed: where random numbers start from, for layouts that draw.
  func segments(of clips: [ClipSummary], rate: Double, seed: UInt64) throws -> [Segment]
  /// What the axes of a row mean.
  /// - Parameters:
  ///   - features: the stack's families.
  ///   - longest: samples of the longest segment.
  ///   - frames: a frame count that overrides the layout's own, such as the one that a model was trained with.
  func axes(of features: [FeatureSummary], longest: Int, frames: Int?) throws -> TensorAxes
  /// Writes a row; everything that it does not write is zero already.
  func write(
    _ values: [(feature: FeatureSummary, matrix: FrameMatrix)], to row: UnsafeMutablePointer<Float>, axes: TensorAxes)
}

extension Layout {
  /// Every clip as a whole.
  public func segments(of clips: [ClipSummary], rate: Double, seed: UInt64) throws -> [Segment] {
    clips.enumerated().map { Segment(clip: $0.offset, start: 0, count: $0.element.samples) }
  }

  /// The parts of clips, where nothing is drawn or any draw will do.
  public func segments(of clips: [ClipSummary], rate: Double) throws -> [Segment] {
    try segments(of: clips, rate: rate, seed: 0)
  }
}

/// What layouts need to know of a clip before its features are computed.
public struct ClipSummary: Sendable, Equatable {
  /// Its row's id.
  public let id: String
  /// How many samples it has.
  public let samples: Int
  /// What it is labelled with.
  public let label: String

  /// A clip's length and label.
  public init(id: String, samples: Int, label: String) { (self.id, self.samples, self.label) = (id, samples, label) }
}

/// The part of a clip that becomes one row.
public struct Segment: Sendable, Equatable {
  /// The clip, as an index into the list that was planned for.
  public let clip: Int
  /// Its first sample.
  public let start: Int
  /// Samples; zeros follow where the clip ends before.
  public let count: Int
  /// Which of its clip's windows it is, counted from 0; nil for a whole clip.
  public var window: Int?
}

/// What a family yields, whatever the clip.
public struct FeatureSummary: Sendable, Equatable {
  /// The family's name.
  public let family: String
  /// Its rows.
  public let rows: [FeatureRow]
  /// Where its frames lie; nil for one value per clip.
  public let timeline: Timeline?
}

/// The axes of one row of the tensor.
public struct TensorAxes: Sendable, Equatable {
  /// What each feature is: `mfcc_3`, `mfcc_3_mean`.
  public let features: [FeatureRow]
  /// The time of each frame in seconds; nil when rows are vectors.
  public let times: [Double]?
  /// Frames that each family of the stack has room for; 1 for a family with one value per clip.
  let frames: [Int]
  /// Sizes: [features, frames] or [values].
  public var shape: [Int] { [features.count] + (times.map { [$0.count] } ?? []) }
  /// Values per row.
  public var count: Int { features.count * (times?.count ?? 1) }
}

extension TensorAxes {
  /// Throws where rows would be larger than anything learns from: a clip of an hour in frames of one sample, a number of
  /// frames that no clip has.
  static func require(rows: Int, frames: Int, for layout: String) throws {
    let (values, isBeyond) = rows.multipliedReportingOverflow(by: frames)
    let most = 1 << 26
    guard !isBeyond, values <= most else {
      throw FeatureError(
        subject: layout,
        cause: "a row would have \(rows) values in each of \(frames) frames; expected at most \(most) values in all")
    }
  }
}

/// All kinds of layouts that a recipe may name.
public enum Layouts {
  /// One line for each.
  public static let all: [any Layout.Type] = [
    FlatLayout.self,
    ImageLayout.self,
    SequenceLayout.self,
    StatisticsLayout.self,
    WindowsLayout.self,
  ]
}

/// A layout as a recipe writes it: `"flat"` or `{ sequence: { frames: 261 } }`.
public struct LayoutChoice: NamedChoice {
  /// What the alternatives are.
  public static let kind = "layout"
  /// All that a recipe may name.
  public static var alternatives: [any Named.Type] { Layouts.all }

  /// The layout with its settings.
  public let layout: any Layout

  /// Chooses a layout.
  public init(_ layout: any Layout) { self.layout = layout }

  /// Reads a name, or an object with the name as its one key.
  public init(from decoder: any Decoder) throws {
    let choice = try decoder.choice(for: LayoutChoice.self)
    guard let layout = choice as? any Layout else { throw Invalid("'\(type(of: choice).name)' is no layout") }
    self.layout = layout
  }

  /// Writes an object with the name as its one key.
  public func encode(to encoder: any Encoder) throws { try encoder.encode(choice: layout) }

  /// Whether both are the same layout with the same settings.
  public static func == (a: LayoutChoice, b: LayoutChoice) -> Bool { same(a.layout, b.layout) }

  private static func same<T: Layout>(_ a: T, _ b: any Layout) -> Bool { (b as? T) == a }
}

/// Which rows a tensor will have and what their axes mean, known before any feature is computed. A pure value: every
/// thread works from the same one.
public struct LayoutPlan: Sendable, Equatable {
  /// The rows, each a part of a clip.
  public let segments: [Segment]
  /// What the axes of every row mean.
  public let axes: TensorAxes

  /// Sizes of the tensor: [rows, features, frames] or [rows, values].
  public var shape: [Int] { [segments.count] + axes.shape }
  /// Values per row.
  public var valuesPerRow: Int { axes.count }
}
