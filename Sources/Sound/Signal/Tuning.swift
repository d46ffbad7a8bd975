import Glibc

/// How far a clip's pitches lie from A 440, as `librosa.estimate_tuning` finds it.
///
/// Spectral peaks between 150 and 4000 Hz that reach a tenth of their frame's maximum are refined by a parabola; those
/// of at least the median magnitude vote in a histogram of deviations from the nearest pitch class, in hundredths.
/// It calculates in `Float` where librosa does, because peaks on a boundary between hundredths decide by rounding.
public struct TuningEstimator {
  /// Spectral peaks found so far.
  private var pitches: [Float] = []
  private var magnitudes: [Float] = []
  private let rate: Double
  private let size: Int
  private let range: Range<Int>

  /// An estimator for spectra of `size`-point transforms.
  public init(rate: Double, size: Int) {
    (self.rate, self.size) = (rate, size)
    let (low, high) = (150.0, min(4000, rate / 2))
    let inside = (0...size / 2).filter {
      low <= Double($0) * rate / Double(size) && Double($0) * rate / Double(size) < high
    }
    range = (inside.first ?? 0)..<((inside.last ?? -1) + 1)
  }

  /// Forgets all peaks, keeping their memory.
  public mutating func reset() {
    pitches.removeAll(keepingCapacity: true)
    magnitudes.removeAll(keepingCapacity: true)
  }

  /// Collects the peaks of one frame's magnitudes or powers. // [size / 2 + 1]
  public mutating func add(_ s: UnsafePointer<Float>) {
    let bins = size / 2 + 1
    let threshold = Float(0.1) * Arrays.maximum(s, count: bins)
    func heard(_ k: Int) -> Float { s[k] > threshold ? s[k] : 0 }
    for k in range where s[k] > threshold {
      guard k > 0, s[k] > heard(k - 1), k == bins - 1 || s[k] >= heard(k + 1) else { continue }
      guard k < bins - 1 else {
        pitches.append(Float(Double(k) * rate / Double(size)))
        magnitudes.append(s[k])
        continue
      }
      let rise = s[k + 1] - s[k - 1]
      let a = Double(s[k + 1] + s[k - 1]) - 2 * Double(s[k])
      let b = Double(rise) / 2
      let shift = abs(b) >= abs(a) ? 0 : Float(-b / a)
      pitches.append(Float((Double(k) + Double(shift)) * rate / Double(size)))
      magnitudes.append(s[k] + 0.5 * (rise / 2) * shift)
    }
  }

  /// The deviation, in fractions of a class from -0.5 up to 0.49, in hundredths; 0 without any peak.
  public mutating func estimate(classes: Int) -> Double {
    guard !pitches.isEmpty else { return 0 }
    let threshold = median(of: magnitudes)
    var votes = [Int](repeating: 0, count: 100)
    for (pitch, magnitude) in zip(pitches, magnitudes) where magnitude >= threshold && pitch > 0 {
      let position = Float(classes) * log2f(pitch / 27.5)
      var residual = position - position.rounded(.down)
      if residual >= 0.5 { residual -= 1 }
      votes[TuningEstimator.bin(of: residual)] += 1
    }
    // The first of equals, as numpy's argmax takes it.
    let best = votes.indices.max { votes[$0] < votes[$1] || (votes[$0] == votes[$1] && $0 > $1) } ?? 50
    return TuningEstimator.edge(best)
  }

  /// The left edge of a bin of the histogram.
  private static func edge(_ bin: Int) -> Double { Double(bin) * 0.01 - 0.5 }

  private static func bin(of residual: Float) -> Int {
    let value = Double(residual)
    var bin = min(max(Int((value + 0.5) * 100), 0), 99)
    while bin > 0 && value < edge(bin) { bin -= 1 }
    while bin < 99 && value >= edge(bin + 1) { bin += 1 }
    return bin
  }

  /// The median, by Hoare's selection, which puts values in order only around it.
  private func median(of values: [Float]) -> Float {
    var values = values
    let middle = values.count / 2
    return values.withUnsafeMutableBufferPointer { v in
      var (low, high) = (0, v.count - 1)
      while low < high {
        let pivot = v[(low + high) / 2]
        var (i, j) = (low, high)
        while i <= j {
          while v[i] < pivot { i += 1 }
          while v[j] > pivot { j -= 1 }
          if i <= j {
            v.swapAt(i, j)
            (i, j) = (i + 1, j - 1)
          }
        }
        if middle <= j { high = j } else if middle >= i { low = i } else { break }
      }
      if v.count % 2 == 1 { return v[middle] }
      // Whatever stands before the middle now is not larger than it.
      let below = v[..<middle].max() ?? v[middle]
      return (below + v[middle]) / 2
    }
  }
}
