import Glibc
import Signal

/// Energies of modulations in the bands of an auditory filter bank, frame by frame.
final class ModulationSpectrum {
  let timeline: Timeline

  private let bank: GammatoneBank
  private let modulation: ModulationBank
  /// Values of the envelopes per frame and from one frame to the next.
  private let size: Int
  private let hop: Int
  /// Squares of Hamming's window. // [size]
  private let weights: [Float]
  private let envelopes = Workspace<Float>()
  private let filtered = Workspace<Float>()

  init(_ settings: Msf, rate: Double) {
    // Envelopes hardly move faster than 100 Hz; 2 kHz leave averages over `factor` samples flat up to there.
    let factor = max(1, Int(rate / 2000))
    let slow = rate / Double(factor)
    size = max(1, Int((0.256 * slow).rounded()))
    hop = max(1, Int((0.064 * slow).rounded()))
    bank = GammatoneBank(
      frequencies: settings.scale.auditory.frequencies(settings.bands, from: settings.low, to: settings.high),
      rate: rate, factor: factor)
    modulation = ModulationBank(
      frequencies: ModulationBank.frequencies(settings.modulations, from: settings.slow, to: settings.fast), rate: slow)
    let window: [Double] = Window.hamming.values(size)
    weights = window.map { Float($0 * $0) }
    timeline = Timeline(
      rate: rate, hop: hop * factor, deficit: size * factor, middle: Double(size * factor) / 2, partial: true)
  }

  /// Writes energies that sum to 1 in each frame. // [bands * modulations, frames], bands outermost
  func energies(of clip: UnsafeBufferPointer<Float>, to values: Matrix) {
    let (bands, modulations) = (bank.frequencies.count, modulation.frequencies.count)
    let count = bank.count(samples: clip.count)
    envelopes.hold(count * bands)
    filtered.hold(count * bands)
    bank.envelopes(of: clip, to: envelopes.start)
    let sums = SharedBuffer<Float>(count: bands)
    for j in 0..<modulations {
      modulation.filter(j, envelopes.start, to: filtered.start, count: count, bands: bands)
      for t in 0..<values.columns {
        sums.start.update(repeating: 0, count: bands)
        for n in 0..<max(0, min(size, count - t * hop)) {
          let row = filtered.start + (t * hop + n) * bands
          for i in 0..<bands { sums.start[i] += weights[n] * row[i] * row[i] }
        }
        for i in 0..<bands { values[i * modulations + j, t] = sums.start[i] }
      }
    }
    for t in 0..<values.columns {
      var total: Float = 0
      for r in 0..<bands * modulations { total += values[r, t] }
      guard total > .leastNormalMagnitude else { continue }
      for r in 0..<bands * modulations { values[r, t] /= total }
    }
  }
}
