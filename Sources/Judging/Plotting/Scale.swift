import Glibc

/// From values to pixels, evenly or by ratios.
struct Scale {
  enum Kind { case linear, logarithmic }

  let kind: Kind
  let domain: ClosedRange<Double>
  let start: Double
  let end: Double

  /// - Parameters:
  ///   - start: the pixel of the lowest value.
  ///   - end: the pixel of the highest.
  init(_ domain: ClosedRange<Double>, from start: Double, to end: Double, _ kind: Kind = .linear) {
    // A single value still needs a place: the middle.
    let isPoint = domain.lowerBound == domain.upperBound
    self.domain = isPoint ? (domain.lowerBound - 0.5)...(domain.upperBound + 0.5) : domain
    self.kind = kind
    self.start = start
    self.end = end
  }

  /// The pixel of a value, kept within the scale.
  func callAsFunction(_ value: Double) -> Double {
    guard value.isFinite else { return .nan }
    let inside = min(max(value, domain.lowerBound), domain.upperBound)
    let share =
      switch kind {
      case .linear: (inside - domain.lowerBound) / (domain.upperBound - domain.lowerBound)
      case .logarithmic: log(inside / domain.lowerBound) / log(domain.upperBound / domain.lowerBound)
      }
    return start + share * (end - start)
  }
}
