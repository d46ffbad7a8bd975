/// Derivatives of a sequence by least squares polynomials over a sliding window (Savitzky and Golay 1964).
///
/// They are taken of each value's distance from the window's middle one, so that a constant's are exactly 0.
public struct SavitzkyGolay: Sendable {
  /// Values per window, odd.
  public let width: Int
  /// Weights for the value in the middle. // [width]
  private let middle: [Float]
  /// Weights for each of the first width / 2 values, which the first window's polynomial serves. // [width / 2][width]
  private let start: [[Float]]
  /// The same for the last ones.
  private let end: [[Float]]

  /// The derivative of a certain order, by polynomials of that degree unless said otherwise.
  public init(width: Int = 9, order: Int = 1, degree: Int? = nil) {
    precondition(
      width % 2 == 1 && (degree ?? order) < width && order >= 1 && order <= degree ?? order, "no such polynomial")
    self.width = width
    let half = width / 2
    let fit = SavitzkyGolay.fit(width: width, degree: degree ?? order)
    func weights(at x: Double) -> [Float] {
      let basis = SavitzkyGolay.derivative(order, degree: degree ?? order, at: x)
      return (0..<width).map { i in Float(zip(basis, fit).reduce(0) { $0 + $1.0 * $1.1[i] }) }
    }
    middle = weights(at: 0)
    start = (0..<half).map { weights(at: Double($0 - half)) }
    end = (0..<half).map { weights(at: Double($0 + 1)) }
  }

  /// Differentiates `count` values; a sequence shorter than the window has no derivative and gives zeros.
  public func callAsFunction(_ x: UnsafePointer<Float>, to y: UnsafeMutablePointer<Float>, count: Int) {
    guard count >= width else {
      y.update(repeating: 0, count: count)
      return
    }
    let half = width / 2
    for t in 0..<half {
      y[t] = start[t].withUnsafeBufferPointer { dot($0, x) }
      y[count - half + t] = end[t].withUnsafeBufferPointer { dot($0, x + (count - width)) }
    }
    let inner = count - 2 * half
    (y + half).update(repeating: 0, count: inner)
    for i in 0..<width where i != half {
      Arrays.addDifference(x + i, x + half, to: y + half, count: inner, scale: middle[i])
    }
  }

  private func dot(_ weights: UnsafeBufferPointer<Float>, _ x: UnsafePointer<Float>) -> Float {
    var sum: Float = 0
    for i in 0..<width { sum += weights[i] * (x[i] - x[width / 2]) }
    return sum
  }

  /// Derivatives of 1, x, x² … at a place.
  private static func derivative(_ order: Int, degree: Int, at x: Double) -> [Double] {
    (0...degree).map { power in
      guard power >= order else { return 0 }
      let factor = stride(from: power, to: power - order, by: -1).reduce(1.0) { $0 * Double($1) }
      return (0..<power - order).reduce(factor) { product, _ in product * x }
    }
  }

  /// Rows that give a polynomial's coefficients from the values at -half … half: (AᵀA)⁻¹Aᵀ. // [degree + 1][width]
  private static func fit(width: Int, degree: Int) -> [[Double]] {
    let places = (0..<width).map { Double($0 - width / 2) }
    return LeastSquares.pseudoinverse(
      places.map { x in (0...degree).map { p in (0..<p).reduce(1.0) { v, _ in v * x } } })
  }
}
