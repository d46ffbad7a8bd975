import Signal

/// Constant-Q magnitudes of the clip at hand, 36 filters in each of seven octaves from C1 up. // [252, frames]
final class ConstantQSpectrogram {
  static let octaves = 7
  static let binsPerOctave = 36

  private var transform: ConstantQ
  private let timeline: Timeline
  private let tracker: TuningTracker?
  private let tuning: Double?
  private let storage = MatrixStorage()
  private var known: (clip: Int, values: Matrix)?

  init(tuning: Double?, in stack: Stack) throws {
    do {
      transform = try ConstantQ(
        rate: stack.rate, hop: stack.frame.hop, octaves: Self.octaves, binsPerOctave: Self.binsPerOctave)
    } catch let impossible as ConstantQ.Impossible {
      throw FeatureError(subject: "chromaCqt", cause: impossible.description)
    }
    guard stack.frame.center else {
      throw FeatureError(subject: "chromaCqt", cause: "a constant-Q transform needs centred frames")
    }
    self.tuning = tuning
    timeline = stack.timeline
    // librosa looks for the tuning in frames of its default size, whatever else was asked for.
    tracker = tuning == nil ? stack.tuning(from: stack.spectrogram(FrameSettings()), squared: false) : nil
  }

  func values(of clip: ClipSamples) throws -> Matrix {
    if let known, known.clip == clip.number { return known.values }
    let tuning = try tracker?.tuning(of: clip, classes: Self.binsPerOctave) ?? tuning ?? 0
    let values = storage.matrix(rows: transform.bins, columns: timeline.frames(samples: clip.samples.count))
    transform.magnitudes(
      of: clip.samples, frames: values.columns, tuning: tuning, to: values.start, stride: values.stride)
    known = (clip.number, values)
    return values
  }
}

extension Stack {
  /// Constant-Q magnitudes for a tuning in fractions of a filter, or for each clip's own if nil.
  func constantQ(tuning: Double?) throws -> ConstantQSpectrogram {
    try shared("\(tuning ?? .infinity)") { try ConstantQSpectrogram(tuning: tuning, in: self) }
  }
}

/// Folds constant-Q magnitudes onto pitch classes: the filters around each class, over all octaves.
enum ConstantQFolding {
  static func fold(_ magnitudes: Matrix, to chroma: Matrix) {
    let merged = ConstantQSpectrogram.binsPerOctave / chroma.rows
    for c in 0..<chroma.rows { chroma.row(c).update(repeating: 0, count: chroma.columns) }
    for bin in 0..<magnitudes.rows {
      let place = (bin + merged / 2) % ConstantQSpectrogram.binsPerOctave
      Arrays.add(magnitudes.row(bin), to: chroma.row(place / merged), count: chroma.columns)
    }
  }
}
