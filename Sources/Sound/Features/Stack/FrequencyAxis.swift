import Glibc
import Signal

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
