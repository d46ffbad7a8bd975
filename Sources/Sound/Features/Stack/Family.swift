import Settings
import Signal

/// A kind of feature that a recipe names: settings that know how to build their computation.
///
/// A new family is one file with a conforming type and one line in `Families.all`.
public protocol Family: Named {
  /// Builds what computes the family for clips of one rate, taking from the stack what others compute as well.
  func computation(in stack: Stack) throws -> any FeatureComputation
}

/// Computes a family for one clip after another. One thread's own.
public protocol FeatureComputation: AnyObject {
  /// What each row is.
  var rows: [FeatureRow] { get }
  /// Where the columns lie in time; nil for families that have one value per clip and row.
  var timeline: Timeline? { get }
  /// The values for a clip, valid until the next clip. // [rows, frames]
  func values(of clip: ClipSamples) throws -> FrameMatrix
}

/// One row of a feature matrix.
public struct FeatureRow: Sendable, Equatable {
  /// The family's name, with a number where it has several rows: `mfcc_3`.
  public let name: String
  /// The unit of its values: `Hz`, `dB`, `1` for pure numbers.
  public let unit: String

  /// `count` rows of one family, numbered from 0.
  static func numbered(_ name: String, count: Int, unit: String) -> [FeatureRow] {
    (0..<count).map { FeatureRow(name: "\(name)_\($0)", unit: unit) }
  }
}

/// The clip at hand.
public struct ClipSamples {
  /// Its samples, one channel.
  public let samples: UnsafeBufferPointer<Float>
  /// Which clip this is, by which shared computations know whether they have done it already.
  let number: Int
}

/// Why features cannot be computed.
public struct FeatureError: Error, CustomStringConvertible, Equatable {
  /// The family or layout at fault, as in the recipe.
  public let subject: String
  /// The cause and what was expected.
  public let cause: String

  /// `cannot compute 'delta': 5 frames are fewer than its width of 9`.
  public var description: String { "cannot compute '\(subject)': \(cause)" }
}

/// A family whose values stand in memory that other families use as well.
final class Sharing: FeatureComputation {
  let rows: [FeatureRow]
  let timeline: Timeline?
  private let shared: (ClipSamples) throws -> FrameMatrix

  init(_ rows: [FeatureRow], on timeline: Timeline?, shared: @escaping (ClipSamples) throws -> FrameMatrix) {
    (self.rows, self.timeline, self.shared) = (rows, timeline, shared)
  }

  func values(of clip: ClipSamples) throws -> FrameMatrix { try shared(clip) }
}

/// A noncopyable value that closures may hold.
final class Owned<Value: ~Copyable> {
  var value: Value

  init(_ value: consuming Value) { self.value = value }
}

/// A family whose values in a frame depend on that frame's spectrum alone.
final class SpectralComputation: FrameListener, FeatureComputation {
  let rows: [FeatureRow]
  let timeline: Timeline?
  private let spectrogram: Spectrogram
  private let measure: (_ frame: SpectrumFrame, _ column: UnsafeMutablePointer<Float>, _ stride: Int) -> Void
  private let storage = MatrixStorage()
  private lazy var values = storage.matrix(rows: rows.count, columns: 0)

  private let beginning: () -> Void

  /// - Parameters:
  ///   - beginning: is called before a clip's first frame.
  ///   - measure: writes the frame's values to `column[r * stride]` for each row r.
  init(
    _ rows: [FeatureRow], of spectrogram: Spectrogram, demanding demands: Spectrogram.Demands,
    beginning: @escaping () -> Void = {},
    measure: @escaping (_ frame: SpectrumFrame, _ column: UnsafeMutablePointer<Float>, _ stride: Int) -> Void
  ) {
    (self.rows, self.spectrogram, self.measure, self.beginning) = (rows, spectrogram, measure, beginning)
    timeline = spectrogram.timeline
    spectrogram.add(self, demanding: demands)
  }

  func values(of clip: ClipSamples) throws -> FrameMatrix {
    try spectrogram.run(clip)
    return values
  }

  func begin(frames: Int) {
    values = storage.matrix(rows: rows.count, columns: frames)
    beginning()
  }

  func hear(_ frame: SpectrumFrame, at t: Int) { measure(frame, values.start + t, values.stride) }
}

/// A family that is computed from whole matrices or from the samples.
final class ClipComputation: FeatureComputation {
  let rows: [FeatureRow]
  let timeline: Timeline?
  private let compute: (_ clip: ClipSamples, _ values: FrameMatrix) throws -> Void
  private let counted: (_ clip: ClipSamples) throws -> [Bool]?
  private let storage = MatrixStorage()

  /// - Parameters:
  ///   - counted: which frames of the clip that was computed last count in statistics over time; all if nil.
  ///   - compute: writes all values of a clip.
  init(
    _ rows: [FeatureRow], on timeline: Timeline?,
    counted: @escaping (_ clip: ClipSamples) throws -> [Bool]? = { _ in nil },
    compute: @escaping (_ clip: ClipSamples, _ values: FrameMatrix) throws -> Void
  ) {
    (self.rows, self.timeline, self.counted, self.compute) = (rows, timeline, counted, compute)
  }

  func values(of clip: ClipSamples) throws -> FrameMatrix {
    let frames = timeline?.frames(samples: clip.samples.count) ?? 1
    guard frames > 0, clip.samples.count > 0 else {
      throw FeatureError(
        subject: rows.first?.name ?? "", cause: "a clip of \(clip.samples.count) samples does not fill a frame")
    }
    var values = storage.matrix(rows: rows.count, columns: frames)
    try compute(clip, values)
    values.counted = try counted(clip)
    return values
  }
}
