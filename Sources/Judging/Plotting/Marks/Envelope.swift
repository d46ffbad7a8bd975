import Glibc

/// Long signals made as short as a picture is wide, with nothing lost that an eye could see.
enum Envelope {
  /// The largest and smallest sample of each of a number of columns; a signal shorter than that keeps its samples.
  static func of(_ samples: [Float], columns: Int) -> (upper: [Float], lower: [Float]) {
    guard samples.count > columns, columns > 0 else { return (samples, samples) }
    var upper: [Float] = [], lower: [Float] = []
    for column in 0..<columns {
      var high = -Float.infinity, low = Float.infinity
      for index in column * samples.count / columns..<(column + 1) * samples.count / columns {
        high = max(high, samples[index])
        low = min(low, samples[index])
      }
      upper.append(high)
      lower.append(low)
    }
    return (upper, lower)
  }

  /// The loudest level of each half pixel of a frequency axis, in dB under the loudest of all.
  /// - Parameter magnitudes: evenly spaced from 0 Hz to `nyquist`.
  static func levels(of magnitudes: [Float], nyquist: Double, on axes: Axes) -> [Point] {
    let loudest = Double(magnitudes.lazy.filter(\.isFinite).max() ?? 0)
    guard loudest > 0 else { return [] }
    var points: [Point] = []
    for (index, magnitude) in magnitudes.enumerated() {
      let frequency = Double(index) / Double(magnitudes.count - 1) * nyquist
      guard magnitude.isFinite, axes.x.domain.contains(frequency) else { continue }
      let level = 20 * log10(max(Double(magnitude) / loudest, 1e-9))
      let point = Point(x: (2 * axes.x(frequency)).rounded() / 2, y: axes.y(level))
      if let last = points.last, last.x == point.x {
        points[points.count - 1].y = min(last.y, point.y)
      } else {
        points.append(point)
      }
    }
    return points
  }
}
