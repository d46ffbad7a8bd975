import Glibc

/// A marked value on an axis.
struct Tick: Equatable {
  let value: Double
  let label: String

  /// Round values within a range, about as many as asked for: steps of 1, 2 or 5 times a power of ten.
  static func round(in range: ClosedRange<Double>, about count: Int) -> [Tick] {
    let step = Tick.step(for: range, about: count)
    let decimals = max(0, -Int(floor(log10(step) + 1e-9)))
    let first = (range.lowerBound / step - 1e-9).rounded(.up), last = (range.upperBound / step + 1e-9).rounded(.down)
    guard first <= last else { return [] }
    return stride(from: first, through: last, by: 1).map { Tick(value: $0 * step, label: ($0 * step).fixed(decimals)) }
  }

  /// A range widened to whole steps, so that the first and last tick stand at its ends.
  static func widened(_ range: ClosedRange<Double>, about count: Int) -> ClosedRange<Double> {
    let step = Tick.step(for: range, about: count)
    let low = (range.lowerBound / step + 1e-9).rounded(.down) * step
    let high = (range.upperBound / step - 1e-9).rounded(.up) * step
    return low < high ? low...high : low...(low + step)
  }

  /// Frequencies that ears and eyes know, in Hz: 1, 2 and 5 times powers of ten; thousands are written `2k`.
  static func frequencies(in range: ClosedRange<Double>) -> [Tick] {
    (0...5).flatMap { power in [1.0, 2, 5].map { $0 * pow(10, Double(power)) } }
      .filter { range.contains($0) }
      .map { Tick(value: $0, label: $0 >= 1000 ? "\(Int($0 / 1000))k" : "\(Int($0))") }
  }

  private static func step(for range: ClosedRange<Double>, about count: Int) -> Double {
    let width = range.upperBound - range.lowerBound
    guard width > 0, width.isFinite else { return 1 }
    let rough = width / Double(max(count, 1))
    let power = pow(10, floor(log10(rough)))
    return ([1, 2, 5, 10].first { $0 * power >= rough * 0.999 } ?? 10) * power
  }
}
