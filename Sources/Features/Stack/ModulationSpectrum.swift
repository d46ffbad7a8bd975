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

/// What sums up the energies of one frame.
enum ModulationMeasures {
  /// Groups of neighbouring acoustic bands.
  static let groups = 4

  /// Writes 3 measures per modulation band and 3 per group of acoustic bands.
  static func measure(_ energies: Matrix, bands: Int, modulations: Int, at t: Int, to measures: Matrix) {
    for j in 0..<modulations {
      let column = (0..<bands).map { Double(energies[$0 * modulations + j, t]) }
      let mean = column.reduce(0, +) / Double(bands)
      let logarithms = column.reduce(0) { $0 + log(max($1, 1e-30)) } / Double(bands)
      measures[j, t] = Float(mean)
      measures[modulations + j, t] = Float(exp(logarithms) / max(mean, 1e-30))
      measures[2 * modulations + j, t] = Float(centroid(column))
    }
    for group in 0..<groups {
      let members = group * bands / groups..<(group + 1) * bands / groups
      let row = (0..<modulations).map { j in members.reduce(0) { $0 + Double(energies[$1 * modulations + j, t]) } }
      let (slope, error) = line(row)
      let first = 3 * modulations + group
      measures[first, t] = Float(centroid(row))
      measures[first + groups, t] = Float(slope)
      measures[first + 2 * groups, t] = Float(error)
    }
  }

  /// Σ n x[n] / Σ x[n] with n from 1, or 0 of nothing.
  private static func centroid(_ x: [Double]) -> Double {
    let total = x.reduce(0, +)
    return total > 0 ? x.enumerated().reduce(0) { $0 + Double($1.offset + 1) * $1.element } / total : 0
  }

  /// Slope and root mean square error of the line of least squares.
  private static func line(_ x: [Double]) -> (slope: Double, error: Double) {
    let (count, mean) = (Double(x.count), x.reduce(0, +) / Double(x.count))
    let places = x.indices.map { Double($0) - (count - 1) / 2 }
    let slope = zip(places, x).reduce(0) { $0 + $1.0 * $1.1 } / places.reduce(0) { $0 + $1 * $1 }
    let squares = zip(places, x).reduce(0) { $0 + ($1.1 - mean - slope * $1.0) * ($1.1 - mean - slope * $1.0) }
    return (slope, (squares / count).squareRoot())
  }
}
