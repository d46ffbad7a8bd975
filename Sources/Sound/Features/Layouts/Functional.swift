import Settings

/// A number that sums up a row over time.
public enum Functional: String, Choice {
  case mean, std, min, max, median, q1, q3, skewness, kurtosis, slope

  /// What the word stands for.
  public var meaning: String {
    switch self {
    case .mean: "Arithmetic mean."
    case .std: "Standard deviation with divisor N, as numpy's."
    case .min: "Smallest value."
    case .max: "Largest value."
    case .median: "Second quartile."
    case .q1: "First quartile, interpolated linearly as numpy's percentiles are."
    case .q3: "Third quartile."
    case .skewness: "Third standardised moment, as scipy's; 0 for constants."
    case .kurtosis: "Fourth standardised moment less 3, as scipy's; 0 for constants."
    case .slope: "Slope of the line of least squares, per second."
    }
  }

  /// Whether the values must be sorted for it.
  var needsOrder: Bool { self == .median || self == .q1 || self == .q3 }

  /// The functional's unit for values of a unit.
  func unit(of unit: String) -> String {
    switch self {
    case .skewness, .kurtosis: "1"
    case .slope: unit == "1" ? "1/s" : "\(unit)/s"
    default: unit
    }
  }
}

/// The functionals of one row.
struct Moments {
  private let values: UnsafeBufferPointer<Float>
  private let order: [Float]
  private let places: [Int]?
  private let step: Double
  private let mean: Double
  /// Means of the second, third and fourth powers of deviations from the mean.
  private let central: (second: Double, third: Double, fourth: Double)

  /// - Parameters:
  ///   - places: the frame that each value is of, in ascending order; one after another if nil.
  ///   - step: seconds from one frame to the next.
  ///   - sorted: whether quantiles will be asked for.
  init(_ values: UnsafeBufferPointer<Float>, at places: [Int]? = nil, every step: Double, sorted: Bool) {
    (self.values, self.places, self.step) = (values, places, step)
    order = sorted ? values.sorted() : []
    let count = Double(values.count)
    let mean = values.reduce(0) { $0 + Double($1) } / count
    var (second, third, fourth) = (0.0, 0.0, 0.0)
    for value in values {
      let d = Double(value) - mean
      second += d * d
      third += d * d * d
      fourth += d * d * d * d
    }
    self.mean = mean
    central = (second / count, third / count, fourth / count)
  }

  subscript(functional: Functional) -> Double {
    switch functional {
    case .mean: mean
    case .std: central.second.squareRoot()
    case .min: Double(values.min() ?? 0)
    case .max: Double(values.max() ?? 0)
    case .median: quantile(0.5)
    case .q1: quantile(0.25)
    case .q3: quantile(0.75)
    case .skewness: isConstant ? 0 : central.third / (central.second * central.second.squareRoot())
    case .kurtosis: isConstant ? 0 : central.fourth / (central.second * central.second) - 3
    case .slope: slope
    }
  }

  /// Deviations that are rounding errors of the mean have no shape.
  private var isConstant: Bool { central.second.squareRoot() <= 1e-12 * abs(mean) || central.second == 0 }

  private func quantile(_ share: Double) -> Double {
    let place = share * Double(order.count - 1)
    let below = Int(place)
    let above = Swift.min(below + 1, order.count - 1)
    return Double(order[below]) + (Double(order[above]) - Double(order[below])) * (place - Double(below))
  }

  private var slope: Double {
    guard values.count > 1 else { return 0 }
    let middle = places.map { Double($0.reduce(0, +)) / Double($0.count) } ?? Double(values.count - 1) / 2
    var (product, square) = (0.0, 0.0)
    for (i, value) in values.enumerated() {
      let t = Double(places?[i] ?? i) - middle
      product += t * (Double(value) - mean)
      square += t * t
    }
    return product / square / step
  }
}
