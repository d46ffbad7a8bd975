import Settings
import Signal

/// What the families of a recipe share: each spectrogram, mel spectrogram and family is computed once per clip, whoever
/// asks for it. One thread's own.
public final class Stack {
  /// Samples per second of the clips.
  public let rate: Double
  /// How clips are cut for every family that does not say otherwise.
  public let frame: FrameSettings

  private var spectrograms: [FrameSettings: Spectrogram] = [:]
  private var shared: [String: AnyObject] = [:]

  init(rate: Double, frame: FrameSettings) {
    (self.rate, self.frame) = (rate, frame)
  }

  // Spectrograms know their listeners and these know where their frames come from.
  deinit { for spectrogram in spectrograms.values { spectrogram.forgetListeners() } }

  /// The spectrogram of the recipe's frames, or of others.
  func spectrogram(_ frame: FrameSettings? = nil) -> Spectrogram {
    let frame = frame ?? self.frame
    if let known = spectrograms[frame] { return known }
    let made = Spectrogram(frame: frame, rate: rate)
    spectrograms[frame] = made
    return made
  }

  /// Where the recipe's frames lie in time.
  var timeline: Timeline { frame.timeline(rate: rate) }

  /// Powers in mel bands.
  func mel(_ shape: MelShape) throws -> MelSpectrogram {
    try shared("\(shape)") { try MelSpectrogram(shape, of: spectrogram()) }
  }

  /// The same in decibels.
  func decibels(_ shape: MelShape, reference: DecibelReference = .one, range: Double? = 80) throws -> MelDecibels {
    try shared("\(shape) \(reference) \(range ?? -1)") {
      MelDecibels(try mel(shape), reference: reference, range: range)
    }
  }

  /// Something that several families may use, made on first demand.
  /// - Parameter key: everything that it depends on.
  func shared<T: AnyObject>(_ key: String, make: () throws -> T) rethrows -> T {
    if let known = shared["\(T.self) \(key)"] as? T { return known }
    let made = try make()
    shared["\(T.self) \(key)"] = made
    return made
  }

  /// A family's values, computed once per clip.
  func feature(_ family: any Family) throws -> Feature {
    try shared("\(type(of: family).name) \(family.canonicalJSON)") {
      Feature(name: type(of: family).name, computation: try family.computation(in: self))
    }
  }
}

/// A family in a stack, which remembers the clip at hand.
final class Feature {
  let name: String
  let rows: [FeatureRow]
  let timeline: Timeline?
  private let computation: any FeatureComputation
  private var known: (clip: Int, values: FrameMatrix)?

  init(name: String, computation: any FeatureComputation) {
    (self.name, self.computation) = (name, computation)
    (rows, timeline) = (computation.rows, computation.timeline)
  }

  func values(of clip: ClipSamples) throws -> FrameMatrix {
    if let known, known.clip == clip.number { return known.values }
    let values = try computation.values(of: clip)
    known = (clip.number, values)
    return values
  }
}

/// Rows of values over time, in memory of its owner's. // [rows, columns]
///
/// A row's values lie side by side; rows are `stride` apart, a whole number of vectors, so that loops over whole vectors
/// stay inside.
public struct FrameMatrix {
  /// The first row's first value.
  public let start: UnsafeMutablePointer<Float>
  /// Values of a frame.
  public let rows: Int
  /// Frames.
  public let columns: Int
  /// Elements from one row to the next.
  public let stride: Int
  /// Whether each frame counts in statistics over time; all do if nil.
  public var counted: [Bool]?

  /// The values of one row.
  public func row(_ r: Int) -> UnsafeMutablePointer<Float> { start + r * stride }

  /// One value.
  public subscript(r: Int, t: Int) -> Float {
    get { start[r * stride + t] }
    nonmutating set { start[r * stride + t] = newValue }
  }

  /// Some of the rows.
  func rows(_ range: Range<Int>) -> FrameMatrix {
    FrameMatrix(start: row(range.lowerBound), rows: range.count, columns: columns, stride: stride, counted: counted)
  }

  /// Elements from the first to the last, the ends of rows included.
  var extent: Int { rows * stride }
}

/// Memory for one matrix after another.
final class MatrixStorage {
  private let memory = Workspace<Float>()

  /// A matrix with undefined values, but zeros between each row's last column and its stride.
  func matrix(rows: Int, columns: Int) -> FrameMatrix {
    var stride = (columns + 15) & ~15
    // Rows a multiple of 256 bytes apart would share a few sets of the cache.
    if stride % 64 == 0 { stride += 16 }
    memory.hold(rows * stride)
    let matrix = FrameMatrix(start: memory.start, rows: rows, columns: columns, stride: stride)
    for r in 0..<rows { (matrix.row(r) + columns).update(repeating: 0, count: stride - columns) }
    return matrix
  }
}

/// Where a family's frames lie in time. Families can be stacked frame by frame when theirs are equal.
public struct Timeline: Sendable, Equatable {
  /// Samples per second.
  public let rate: Double
  /// Samples from one frame to the next.
  public let hop: Int
  /// Samples that a clip must have for its first frame, and that count for no other: 0 when frames are centred and of
  /// even size, the frame's size when they are not centred.
  public let deficit: Int
  /// Samples from the beginning of the clip to the middle of the first frame.
  public let middle: Double
  /// Whether a last frame that reaches beyond the clip counts, as in python_speech_features.
  public var partial = false

  /// Frames of a clip of `samples` samples.
  public func frames(samples: Int) -> Int {
    guard samples > 0 else { return 0 }
    if partial { return samples <= deficit ? 1 : 1 + (samples - deficit + hop - 1) / hop }
    return samples < deficit ? 0 : 1 + (samples - deficit) / hop
  }

  /// The middle of frame `t`, in seconds.
  public func seconds(_ t: Int) -> Double { (Double(t * hop) + middle) / rate }
}
