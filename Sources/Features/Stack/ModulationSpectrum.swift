import Glibc
import Signal

/// Energies of modulations in the bands of an auditory filter bank, frame by frame.
final class ModulationSpectrum {
  let timeline: Timeline
  /// Which frames of the last clip hold sound: those whose acoustic energy is at most `topDb` below the loudest one's.
  private(set) var active: [Bool] = []
  /// Energies of the last clip's frames over all acoustic bands, as shares of the loudest one's.
  private var levels: [Double] = []
  /// The level below which single precision cannot tell a frame from digital silence.
  private static let silence = 1e-12

  private let bank: GammatoneBank
  private let modulation: ModulationBank
  private let topDb: Double?
  /// Values of the envelopes per frame and from one frame to the next.
  private let size: Int
  private let hop: Int
  /// Squares of Hamming's window. // [size]
  private let weights: [Double]
  private let envelopes = Workspace<Float>()
  private let filtered = Workspace<Double>()
  private let energies = Workspace<Double>()

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
    topDb = settings.topDb
    let window: [Double] = Window.hamming.values(size)
    weights = window.map { $0 * $0 }
    timeline = Timeline(
      rate: rate, hop: hop * factor, deficit: size * factor, middle: Double(size * factor) / 2, partial: true)
  }

  /// Writes energies that sum to 1 in each frame, zeros for a frame of silence. // [bands * modulations, frames], bands
  /// outermost
  func energies(of clip: UnsafeBufferPointer<Float>, to values: Matrix) {
    let (bands, modulations) = (bank.frequencies.count, modulation.frequencies.count)
    let count = bank.count(samples: clip.count)
    envelopes.hold(count * bands)
    filtered.hold(count * bands)
    // [frames, bands * modulations]
    let energies = energies.hold(values.columns * bands * modulations)
    bank.envelopes(of: clip, to: envelopes.start)
    listen(count: count, frames: values.columns)
    for j in 0..<modulations {
      modulation.filter(j, envelopes.start, to: filtered.start, count: count, bands: bands)
      for t in 0..<values.columns {
        let sums = energies + (t * modulations + j) * bands
        sums.update(repeating: 0, count: bands)
        for n in 0..<max(0, min(size, count - t * hop)) {
          let (row, weight) = (filtered.start + (t * hop + n) * bands, weights[n])
          for i in 0..<bands { sums[i] += weight * row[i] * row[i] }
        }
      }
    }
    for t in 0..<values.columns {
      let frame = energies + t * modulations * bands
      var total = 0.0
      for k in 0..<modulations * bands { total += frame[k] }
      let scale = levels[t] >= Self.silence && total > .leastNormalMagnitude ? 1 / total : 0
      for j in 0..<modulations {
        for i in 0..<bands { values[i * modulations + j, t] = Float(frame[j * bands + i] * scale) }
      }
    }
  }

  /// Finds the frames that hold sound by their windows' energy over all acoustic bands: a modulation filter rings for
  /// half a second after the last sound, an acoustic one for hundredths.
  private func listen(count: Int, frames: Int) {
    let bands = bank.frequencies.count
    let powers = (0..<count).map { n -> Double in
      var sum = 0.0
      for i in 0..<bands {
        let envelope = Double(envelopes.start[n * bands + i])
        sum += envelope * envelope
      }
      return sum
    }
    levels = (0..<frames).map { t -> Double in
      var sum = 0.0
      for n in 0..<max(0, min(size, count - t * hop)) { sum += weights[n] * powers[t * hop + n] }
      return sum
    }
    let loudest = max(levels.max() ?? 0, .leastNormalMagnitude)
    levels = levels.map { $0 / loudest }
    let floor = max(Self.silence, topDb.map { pow(10, -$0 / 10) } ?? 0)
    active = levels.map { $0 >= floor }
  }
}
