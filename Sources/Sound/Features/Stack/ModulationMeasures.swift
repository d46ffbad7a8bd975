import Glibc

/// What sums up the modulation energies of one frame.
enum ModulationMeasures {
  /// Groups of neighbouring acoustic bands.
  static let groups = 4

  /// Writes 3 measures per modulation band and 3 per group of acoustic bands; zeros for a frame of silence.
  static func measure(_ energies: Matrix, bands: Int, modulations: Int, at t: Int, to measures: Matrix) {
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
