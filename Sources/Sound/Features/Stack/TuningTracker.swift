import Signal

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
