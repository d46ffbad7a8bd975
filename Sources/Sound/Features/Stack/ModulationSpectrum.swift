import Glibc
import Signal

/// Energies of modulations in the bands of an auditory filter bank, frame by frame.
final class ModulationSpectrum {
  let timeline: Timeline
  /// Which frames of the last clip hold sound: those whose acoustic energy is at most `topDb` below the loudest one's.
  private(set) var active: [Bool] = []
  /// Which frames of the last clip hold no more than digital silence: samples 120 dB below the loudest frame's and more.
  private var silent: [Bool] = []
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
    // Modulations are looked for up to some 100 Hz, but of noise, wide bands' envelopes move ten times as fast, and the
    // modulation filters' skirts hear that: at 4 kHz they are within 1 % of what they would hear at the clip's own rate.
    let factor = max(1, Int(rate / 4000))
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
  func energies(of clip: UnsafeBufferPointer<Float>, to values: FrameMatrix) {
    let (bands, modulations) = (bank.frequencies.count, modulation.frequencies.count)
    let count = bank.count(samples: clip.count)
    envelopes.hold(count * bands)
    filtered.hold(count * bands)
    // [frames, bands * modulations]
    let energies = energies.hold(values.columns * bands * modulations)
    bank.envelopes(of: clip, to: envelopes.start)
    listen(to: clip, frames: values.columns)
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
      let scale = silent[t] || total < .leastNormalMagnitude ? 0 : 1 / total
      for j in 0..<modulations {
        for i in 0..<bands { values[i * modulations + j, t] = Float(frame[j * bands + i] * scale) }
      }
    }
  }

  /// Finds the frames that hold sound by their windows' energy over all acoustic bands: a modulation filter rings for
  /// half a second after the last sound, an acoustic one for hundredths.
  private func listen(to clip: UnsafeBufferPointer<Float>, frames: Int) {
    let (bands, factor) = (bank.frequencies.count, bank.factor)
    let count = bank.count(samples: clip.count)
    let heard = levels(count: count, frames: frames) { n in
      var sum = 0.0
      for i in 0..<bands { sum += Double(envelopes.start[n * bands + i]) * Double(envelopes.start[n * bands + i]) }
      return sum
    }
    let sampled = levels(count: count, frames: frames) { n in
      var sum = 0.0
      for i in n * factor..<min((n + 1) * factor, clip.count) { sum += Double(clip[i]) * Double(clip[i]) }
      return sum
    }
    // An envelope has a faint echo of a clip's abrupt beginning before it, where the samples themselves have nothing.
    silent = sampled.map { $0 < Self.silence }
    let floor = topDb.map { pow(10, -$0 / 10) } ?? 0
    active = zip(heard, silent).map { $0 >= floor && !$1 }
  }

  /// Windowed sums over each frame of what every value of the envelopes counts, as shares of the largest; zeros if all are.
  private func levels(count: Int, frames: Int, of power: (Int) -> Double) -> [Double] {
    let powers = (0..<count).map(power)
    let sums = (0..<frames).map { t -> Double in
      var sum = 0.0
      for n in 0..<max(0, min(size, count - t * hop)) { sum += weights[n] * powers[t * hop + n] }
      return sum
    }
    let largest = sums.max() ?? 0
    return largest > 0 ? sums.map { $0 / largest } : sums
  }
}

/// What sums up the modulation energies of one frame.
enum ModulationMeasures {
  /// Groups of neighbouring acoustic bands.
  static let groups = 4

  /// Writes 3 measures per modulation band and 3 per group of acoustic bands; zeros for a frame of silence.
  static func measure(_ energies: FrameMatrix, bands: Int, modulations: Int, at t: Int, to measures: FrameMatrix) {
    guard (0..<bands * modulations).contains(where: { energies[$0, t] > 0 }) else {
      for r in 0..<measures.rows { measures[r, t] = 0 }
      return
    }
    for j in 0..<modulations {
      var (total, moment, logarithms) = (0.0, 0.0, 0.0)
      for i in 0..<bands {
        let energy = Double(energies[i * modulations + j, t])
        total += energy
        moment += Double(i + 1) * energy
        logarithms += log(max(energy, 1e-30))
      }
      let mean = total / Double(bands)
      measures[j, t] = Float(mean)
      measures[modulations + j, t] = Float(exp(logarithms / Double(bands)) / max(mean, 1e-30))
      measures[2 * modulations + j, t] = Float(total > 0 ? moment / total : 0)
    }
    for group in 0..<groups {
      let members = group * bands / groups..<(group + 1) * bands / groups
      func energy(_ j: Int) -> Double {
        var sum = 0.0
        for i in members { sum += Double(energies[i * modulations + j, t]) }
        return sum
      }
      let middle = Double(modulations - 1) / 2
      var (total, moment, square) = (0.0, 0.0, 0.0)
      for j in 0..<modulations {
        total += energy(j)
        moment += (Double(j) - middle) * energy(j)
        square += (Double(j) - middle) * (Double(j) - middle)
      }
      let (mean, slope) = (total / Double(modulations), moment / square)
      var residue = 0.0
      for j in 0..<modulations {
        let miss = energy(j) - mean - slope * (Double(j) - middle)
        residue += miss * miss
      }
      let first = 3 * modulations + group
      // Bands count from 1.
      measures[first, t] = Float(total > 0 ? moment / total + middle + 1 : 0)
      measures[first + groups, t] = Float(slope)
      measures[first + 2 * groups, t] = Float((residue / Double(modulations)).squareRoot())
    }
  }
}
