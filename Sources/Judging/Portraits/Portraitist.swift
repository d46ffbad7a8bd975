import Features
import Glibc
import Plotting
import Signal

/// Draws clips: computes what a portrait shows, with the same code that makes tensors.
public final class Portraitist {
  private let rate: Double
  private let extractor: Extractor
  private let bands: [Double]

  private static let melBands = 64
  private static let cepstra = 20

  /// A portraitist of clips at one rate.
  public init(rate: Double) throws {
    self.rate = rate
    var spectrogram = Stft()
    spectrogram.unit = .db
    var mel = Mel()
    mel.unit = .db
    mel.bands = Self.melBands
    var mfcc = Mfcc()
    mfcc.count = Self.cepstra
    var settings = FeatureSettings([spectrogram, mel, mfcc])
    // A frame of 25 ms or somewhat more shows the syllables of speech at any rate.
    settings.frame.size = 64
    while Double(settings.frame.size) < 0.025 * rate { settings.frame.size *= 2 }
    settings.frame.hop = settings.frame.size / 4
    extractor = try Extractor(settings, rate: rate)
    // The centres of bands that lie evenly on the mel scale between 0 Hz and half the rate.
    bands = Array(MelScale.slaney.frequencies(Self.melBands + 2, from: 0, to: rate / 2).dropFirst().dropLast())
  }

  /// A clip's waveform, spectrum, spectrogram, filter bank and cepstrum.
  public func portrait(of samples: [Float], title: String) throws -> SoundPortrait {
    var portrait = SoundPortrait(title: title, samples: samples, rate: rate)
    guard !samples.isEmpty else { return portrait }
    portrait.spectrum = spectrum(of: samples)
    portrait.spectrogram = try grid(0, samples, rows: .frequencies(to: rate / 2), values: .decibels())
    portrait.filterBank = try grid(1, samples, rows: .bands(centres: bands), values: .decibels())
    portrait.mfcc = try grid(2, samples, rows: .coefficients, values: .signed)
    return portrait
  }

  private func grid(_ family: Int, _ samples: [Float], rows: Grid.Rows, values: Grid.Values) throws -> Grid? {
    let hop = Double(extractor.settings.frame.hop) / rate
    return try samples.withUnsafeBufferPointer { clip in
      try extractor.withValues(of: family, for: clip) { matrix in
        let levels = (0..<matrix.rows).flatMap { row in
          UnsafeBufferPointer(start: matrix.row(row), count: matrix.columns)
        }
        return Grid(values: levels, rows: matrix.rows, hop: hop, rowMeaning: rows, valueMeaning: values)
      }
    }
  }

  /// Magnitudes of a Fourier transform of the whole clip, followed by zeros up to a length that is quick to transform.
  private func spectrum(of samples: [Float]) -> [Float] {
    var size = 1
    while size < samples.count { size *= 2 }
    let transform = RealFFT<Float>(size: size)
    transform.samples.update(repeating: 0, count: size)
    samples.withUnsafeBufferPointer { transform.samples.update(from: $0.baseAddress!, count: $0.count) }
    transform.forward()
    return (0..<transform.bins).map { bin in
      hypotf(transform.spectrum[2 * bin], transform.spectrum[2 * bin + 1])
    }
  }
}
