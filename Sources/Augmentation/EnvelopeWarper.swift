import Audio
import Glibc
import Signal

/// Moves the smooth envelope of each frame's spectrum along the frequency axis and leaves harmonics and phases alone.
final class EnvelopeWarper {
  private let analysis: STFT<Float>
  private let synthesis: InverseSTFT<Float>
  private let cepstrum: RealFFT<Float>
  private let envelope: AlignedBuffer<Float>  // [bins], natural logarithm of the power

  init(size: Int = 1024) {
    let framing = Framing(size: size, hop: size / 4)
    analysis = STFT(framing: framing)
    synthesis = InverseSTFT(framing: framing)
    cepstrum = RealFFT(size: size)
    envelope = AlignedBuffer(count: size / 2 + 1)
  }

  /// Warps a sound's envelope: what stood at frequency f comes to stand at `factor * f`.
  func warp(_ sound: inout Waveform, factor: Double) {
    let frames = analysis.framing.count(samples: sound.samples.count)
    let sources = sources(factor: factor)
    let clip = sound.samples
    // Shorter than the period of any voice: pitch stays in the fine structure, formants in the envelope.
    let lifter = max(8, sound.rate / 600)
    sound.samples.withUnsafeMutableBufferPointer { target in
      clip.withUnsafeBufferPointer { clip in
        synthesis.synthesise(frames: frames, into: target) { t, spectrum in
          let frame = analysis(frame: t, of: clip)
          smooth(frame, lifter: lifter)
          for k in 0..<envelope.count {
            let place = sources[k]
            let below = min(Int(place), envelope.count - 2)
            let share = place - Float(below)
            let moved = (1 - share) * envelope[below] + share * envelope[below + 1]
            // Half the difference of log powers is that of log amplitudes; 20 dB either way is more than formants have.
            let gain = exp(max(-2.3, min(2.3, 0.5 * (moved - envelope[k]))))
            spectrum[2 * k] = frame[2 * k] * gain
            spectrum[2 * k + 1] = frame[2 * k + 1] * gain
          }
        }
      }
    }
  }

  /// For each bin, the place whose envelope it gets: f / factor, bent above 4/5 of the band so that its end stays.
  private func sources(factor: Double) -> [Float] {
    let last = Double(envelope.count - 1)
    let knee = 0.8 * last * min(1, factor)
    return (0..<envelope.count).map { k in
      let f = Double(k)
      if f <= knee { return Float(f / factor) }
      return Float(last - (last - f) * (last - knee / factor) / (last - knee))
    }
  }

  /// The log power spectrum without its fast variation: only the first `lifter` values of its cepstrum are kept.
  private func smooth(_ frame: UnsafePointer<Float>, lifter: Int) {
    let (bins, size) = (envelope.count, cepstrum.size)
    for k in 0..<bins {
      let power = frame[2 * k] * frame[2 * k] + frame[2 * k + 1] * frame[2 * k + 1]
      cepstrum.spectrum[2 * k] = log(power + 1e-12)
      cepstrum.spectrum[2 * k + 1] = 0
    }
    cepstrum.inverse()
    let samples = cepstrum.samples
    (samples + lifter).update(repeating: 0, count: size - 2 * lifter + 1)
    for i in 0..<size { samples[i] /= Float(size) }
    cepstrum.forward()
    for k in 0..<bins { envelope[k] = cepstrum.spectrum[2 * k] }
  }
}
