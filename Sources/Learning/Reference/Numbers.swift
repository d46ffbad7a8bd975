import Graph

/// A tensor in double precision, row-major.
struct Numbers {
  let shape: [Int]
  var values: [Double]

  init(_ shape: [Int], _ values: [Double]) { (self.shape, self.values) = (shape, values) }
  init(_ shape: [Int], repeating value: Double = 0) {
    self.init(shape, [Double](repeating: value, count: shape.product))
  }

  /// One element by its place along every axis.
  subscript(_ place: Int...) -> Double {
    get { values[offset(place)] }
    set { values[offset(place)] = newValue }
  }

  func offset(_ place: [Int]) -> Int { zip(place, shape).reduce(0) { $0 * $1.1 + $1.0 } }

  /// The place along every axis of an element.
  func place(_ offset: Int) -> [Int] {
    var rest = offset
    return shape.reversed().map { extent in
      defer { rest /= extent }
      return rest % extent
    }.reversed()
  }

  func map(_ function: (Double) -> Double) -> Numbers { Numbers(shape, values.map(function)) }
  func zipped(with other: Numbers, _ function: (Double, Double) -> Double) -> Numbers {
    Numbers(shape, zip(values, other.values).map(function))
  }

  /// The same values under another shape.
  func reshaped(to shape: [Int]) -> Numbers { Numbers(shape, values) }
}
