import Glibc
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
  private var known: (clip: Int, values: FrameMatrix)?

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

  func values(of clip: ClipSamples) throws -> FrameMatrix {
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
  static func fold(_ magnitudes: FrameMatrix, to chroma: FrameMatrix) {
    let merged = ConstantQSpectrogram.binsPerOctave / chroma.rows
    for c in 0..<chroma.rows { chroma.row(c).update(repeating: 0, count: chroma.columns) }
    for bin in 0..<magnitudes.rows {
      let place = (bin + merged / 2) % ConstantQSpectrogram.binsPerOctave
      Arrays.add(magnitudes.row(bin), to: chroma.row(place / merged), count: chroma.columns)
    }
  }
}

/// Frequencies of a spectrogram's bins, with what is measured along them.
final class FrequencyAxis {
  private let hertz: AlignedBuffer<Float>

  init(_ spectrogram: Spectrogram) { hertz = AlignedBuffer(spectrogram.frequencies.map(Float.init)) }

  /// The frequency of a bin, in Hz.
  subscript(k: Int) -> Float { hertz[k] }

  /// Σ f |X| / Σ |X|, or 0 for silence.
  func centroid(of frame: SpectrumFrame) -> Float {
    let total = Arrays.sum(frame.magnitude, count: frame.bins)
    return Arrays.dot(hertz.start, frame.magnitude, count: frame.bins) / divisor(total)
  }

  /// (Σ |f - centroid|^p |X| / Σ |X|)^(1/p), or 0 for silence.
  func bandwidth(of frame: SpectrumFrame, p: Float) -> Float {
    let total = divisor(Arrays.sum(frame.magnitude, count: frame.bins))
    let centre = centroid(of: frame)
    if p == 2 {
      return (Arrays.spread(hertz.start, around: centre, weights: frame.magnitude, count: frame.bins) / total)
        .squareRoot()
    }
    var sum: Float = 0
    for k in 0..<frame.bins { sum += powf(abs(hertz[k] - centre), p) * frame.magnitude[k] }
    return powf(sum / total, 1 / p)
  }

  /// librosa leaves frames alone whose magnitudes sum to less than the smallest normal number.
  private func divisor(_ total: Float) -> Float { total < .leastNormalMagnitude ? 1 : total }
}

/// The tuning of the clip at hand, estimated from every frame's spectrum.
final class TuningTracker: FrameListener {
  private let spectrogram: Spectrogram
  private let squared: Bool
  private var estimator: TuningEstimator
  private var known: (clip: Int, classes: Int, tuning: Double)?

  /// - Parameter squared: whether peaks are looked for in powers rather than in magnitudes.
  init(_ spectrogram: Spectrogram, squared: Bool) {
    (self.spectrogram, self.squared) = (spectrogram, squared)
    estimator = TuningEstimator(rate: spectrogram.rate, size: spectrogram.frame.size)
    // Whether a peak lies on this or that side of a hundredth may hang on the last bit of librosa's magnitudes.
    spectrogram.add(self, demanding: squared ? .squares : .magnitude)
  }

  /// The deviation from A 440 in fractions of one of `classes` pitch classes.
  func tuning(of clip: ClipSamples, classes: Int) throws -> Double {
    if let known, known.clip == clip.number, known.classes == classes { return known.tuning }
    try spectrogram.run(clip)
    let tuning = estimator.estimate(classes: classes)
    known = (clip.number, classes, tuning)
    return tuning
  }

  func begin(frames: Int) { estimator.reset() }

  func hear(_ frame: SpectrumFrame, at t: Int) { estimator.add(squared ? frame.squares : frame.magnitude) }
}

extension Stack {
  /// The tuning of clips, from a spectrogram's powers or magnitudes.
  func tuning(from spectrogram: Spectrogram, squared: Bool) -> TuningTracker {
    shared("\(spectrogram.frame) \(squared)") { TuningTracker(spectrogram, squared: squared) }
  }
}
