import Signal

/// A family whose values in a frame depend on that frame's spectrum alone.
final class SpectralComputation: FrameListener, Computation {
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

  func values(of clip: ClipSamples) throws -> Matrix {
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
final class ClipComputation: Computation {
  let rows: [FeatureRow]
  let timeline: Timeline?
  private let compute: (_ clip: ClipSamples, _ values: Matrix) throws -> Void
  private let counted: (_ clip: ClipSamples) throws -> [Bool]?
  private let storage = MatrixStorage()

  /// - Parameters:
  ///   - counted: which frames of the clip that was computed last count in statistics over time; all if nil.
  ///   - compute: writes all values of a clip.
  init(
    _ rows: [FeatureRow], on timeline: Timeline?,
    counted: @escaping (_ clip: ClipSamples) throws -> [Bool]? = { _ in nil },
    compute: @escaping (_ clip: ClipSamples, _ values: Matrix) throws -> Void
  ) {
    (self.rows, self.timeline, self.counted, self.compute) = (rows, timeline, counted, compute)
  }

  func values(of clip: ClipSamples) throws -> Matrix {
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
