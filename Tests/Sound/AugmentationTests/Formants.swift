import Audio
import Glibc

/// Formants as Praat finds them ("Sound: To Formant (burg)..."): the sound at twice the ceiling, pre-emphasised from
/// 50 Hz up, in frames of 50 ms under a Gaussian window; ten poles by Burg's method, whose angles are the frequencies.
enum Formants {
  /// Medians of the first three over the frames whose middles lie at least `margin` seconds inside.
  static func medians(of samples: [Float], rate: Int, ceiling: Double, margin: Double = 0.1) throws -> [Double] {
    let target = (2 * ceiling).rounded()
    let sound = try Resampler.resample(samples, from: Double(rate), to: target)
    let share = exp(-2 * .pi * 50 / target)
    let emphasised = sound.indices.map { Double(sound[$0]) - ($0 > 0 ? share * Double(sound[$0 - 1]) : 0) }
    let size = Int(0.05 * target)
    let middle = Double(size - 1) / 2
    let window = (0..<size).map { i -> Double in
      let place = (Double(i) - middle) / Double(size + 1)
      return (exp(-48 * place * place) - exp(-12)) / (1 - exp(-12))
    }
    let first = Int(margin * target) - size / 2
    let tracks = stride(from: first, through: sound.count - first - size, by: Int(0.00625 * target)).map { start in
      frequencies(of: burg((0..<size).map { window[$0] * emphasised[start + $0] }, order: 10), rate: target)
    }
    return (0..<3).map { i in
      let values = tracks.compactMap { $0.count > i ? $0[i] : nil }.sorted()
      return values.count % 2 == 1
        ? values[values.count / 2] : (values[values.count / 2 - 1] + values[values.count / 2]) / 2
    }
  }

  /// The prediction polynomial 1 + a₁z⁻¹ + …, by Burg's method.
  private static func burg(_ x: [Double], order: Int) -> [Double] {
    var (forward, backward) = (x, x)
    var a = [1.0]
    for m in 1...order {
      var (product, power) = (0.0, 0.0)
      for n in m..<x.count {
        product += forward[n] * backward[n - 1]
        power += forward[n] * forward[n] + backward[n - 1] * backward[n - 1]
      }
      let k = power > 0 ? -2 * product / power : 0
      for n in stride(from: x.count - 1, through: m, by: -1) {
        (forward[n], backward[n]) = (forward[n] + k * backward[n - 1], backward[n - 1] + k * forward[n])
      }
      let old = a + [0]
      a = old.indices.map { old[$0] + k * old[m - $0] }
    }
    return a
  }

  /// Frequencies of a polynomial's roots above the real axis, in ascending order, 50 Hz and more from both ends.
  private static func frequencies(of a: [Double], rate: Double) -> [Double] {
    let degree = a.count - 1
    // Durand and Kerner's iteration for all roots at once.
    var roots = (0..<degree).map { i -> (re: Double, im: Double) in
      let angle = 2 * .pi * Double(i) / Double(degree) + 0.4
      return (0.9 * cos(angle), 0.9 * sin(angle))
    }
    func times(_ a: (re: Double, im: Double), _ b: (re: Double, im: Double)) -> (re: Double, im: Double) {
      (a.re * b.re - a.im * b.im, a.re * b.im + a.im * b.re)
    }
    for _ in 0..<200 {
      for i in 0..<degree {
        var value = (re: 1.0, im: 0.0)
        for coefficient in a.dropFirst() {
          value = times(value, roots[i])
          value.re += coefficient
        }
        var divisor = (re: 1.0, im: 0.0)
        for j in 0..<degree where j != i {
          divisor = times(divisor, (roots[i].re - roots[j].re, roots[i].im - roots[j].im))
        }
        let size = divisor.re * divisor.re + divisor.im * divisor.im
        let step = times(value, (divisor.re / size, -divisor.im / size))
        roots[i] = (roots[i].re - step.re, roots[i].im - step.im)
      }
    }
    return roots.filter { $0.im > 0 }.map { atan2($0.im, $0.re) * rate / (2 * .pi) }
      .filter { $0 > 50 && $0 < rate / 2 - 50 }.sorted()
  }
}
