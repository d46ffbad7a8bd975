import Audio
import Glibc
import Signal

/// Moves the vocal tract's response along the frequency axis, frame by frame, and leaves harmonics and phases alone.
///
/// The response of a frame is 1 / |A|², where A is the linear predictor of its pre-emphasised sound: two poles for each
/// formant of the kilohertz, on average, and two pairs more. Poles are as sharp as formants, whereas a smoothed cepstrum
/// would blur them over hundreds of Hz and so leave half of each where it was. What pre-emphasis takes away is the voice
/// source's slope, which stays.
final class EnvelopeWarper {
  private let analysis: STFT<Double>
  private let synthesis: InverseSTFT<Double>
  private let transform: RealFFT<Double>
  /// The autocorrelation's weights, which widen every pole by 20 Hz, lest one stand on a single harmonic, and lay noise
  /// 90 dB down under it, without which empty bands of upsampled sound have no predictor. // [order + 1]
  private let lags: [Double]
  private let emphasis: AlignedBuffer<Double>  // [bins], |1 - 0.97 exp(-iω)|²
  private let envelope: AlignedBuffer<Double>  // [bins], natural logarithm of the power

  /// The most that a bin's amplitude may change: 52 dB, between a formant and a valley of a loud vowel.
  private static let reach = 6.0

  /// Frames of 25 ms up to twice that, four over each sample: two periods of a low voice, in which formants hardly move.
  init(rate: Int) {
    var size = 64
    while Double(size) < 0.025 * Double(rate) { size *= 2 }
    let framing = Framing(size: size, hop: size / 4)
    analysis = STFT(framing: framing)
    synthesis = InverseSTFT(framing: framing)
    transform = RealFFT(size: size)
    lags = (0...min(rate / 1000 + 4, size / 4)).map { lag in
      let angle = 2 * .pi * 20 * Double(lag) / Double(rate)
      return lag == 0 ? 1 + 1e-9 : exp(-0.5 * angle * angle)
    }
    emphasis = AlignedBuffer(
      (0...size / 2).map { 1 + 0.97 * 0.97 - 2 * 0.97 * cos(2 * .pi * Double($0) / Double(size)) })
    envelope = AlignedBuffer(count: size / 2 + 1)
  }

  /// Warps a sound's envelope: what stood at frequency f comes to stand at `factor * f`.
  func warp(_ sound: inout Waveform, factor: Double) {
    let frames = analysis.framing.count(samples: sound.samples.count)
    let sources = sources(factor: factor)
    let clip = sound.samples
    sound.samples.withUnsafeMutableBufferPointer { target in
      clip.withUnsafeBufferPointer { clip in
        synthesis.synthesise(frames: frames, into: target) { t, spectrum in
          let frame = analysis(frame: t, of: clip)
          findEnvelope(of: frame)
          for k in 0..<envelope.count {
            let place = sources[k]
            let below = min(Int(place), envelope.count - 2)
            let share = place - Double(below)
            let moved = (1 - share) * envelope[below] + share * envelope[below + 1]
            // Half the difference of log powers is that of log amplitudes.
            let gain = exp(max(-Self.reach, min(Self.reach, 0.5 * (moved - envelope[k]))))
            spectrum[2 * k] = frame[2 * k] * gain
            spectrum[2 * k + 1] = frame[2 * k + 1] * gain
          }
        }
      }
    }
  }

  /// For each bin, the place whose envelope it gets: f / factor, bent above 4/5 of the band so that its end stays.
  private func sources(factor: Double) -> [Double] {
    let last = Double(envelope.count - 1)
    let knee = 0.8 * last * min(1, factor)
    return (0..<envelope.count).map { k in
      let f = Double(k)
      return f <= knee ? f / factor : last - (last - f) * (last - knee / factor) / (last - knee)
    }
  }

  /// The logarithm of 1 / |A|², level in silence.
  private func findEnvelope(of frame: UnsafePointer<Double>) {
    let (bins, size, x) = (envelope.count, transform.size, transform.spectrum)
    for k in 0..<bins {
      x[2 * k] = (frame[2 * k] * frame[2 * k] + frame[2 * k + 1] * frame[2 * k + 1]) * emphasis[k]
      x[2 * k + 1] = 0
    }
    // The autocorrelation is the transform of the power spectrum.
    transform.inverse()
    let predictor = LinearPrediction.coefficients(autocorrelation: lags.enumerated().map { $1 * transform.samples[$0] })
    transform.samples.update(repeating: 0, count: size)
    for (i, coefficient) in predictor.enumerated() { transform.samples[i] = coefficient }
    transform.forward()
    for k in 0..<bins { envelope[k] = -log(max(x[2 * k] * x[2 * k] + x[2 * k + 1] * x[2 * k + 1], 1e-12)) }
  }
}
