/// Linear least squares for the small, well-conditioned systems of polynomial fits.
public enum LeastSquares {
  /// (AᵀA)⁻¹Aᵀ for a matrix with more rows than columns and independent columns. // [m][n] to [n][m]
  public static func pseudoinverse(_ a: [[Double]]) -> [[Double]] {
    let n = a[0].count
    // Columns are made orthonormal first (modified Gram and Schmidt, A = QR), which squares no condition number.
    var q = (0..<n).map { j in a.map { $0[j] } }
    var r = Array(repeating: [Double](repeating: 0, count: n), count: n)
    for j in 0..<n {
      for i in 0..<j {
        r[i][j] = zip(q[i], q[j]).reduce(0) { $0 + $1.0 * $1.1 }
        q[j] = zip(q[j], q[i]).map { [r] in $0 - r[i][j] * $1 }
      }
      r[j][j] = q[j].reduce(0) { $0 + $1 * $1 }.squareRoot()
      q[j] = q[j].map { [r] in $0 / r[j][j] }
    }
    for j in (0..<n).reversed() {
      for i in j + 1..<n where i < n { q[j] = zip(q[j], q[i]).map { [r] in $0 - r[j][i] * $1 } }
      q[j] = q[j].map { [r] in $0 / r[j][j] }
    }
    return q
  }
}

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

/// Linear prediction (Makhoul 1975): the all-pole filter 1 / A(z), A(z) = 1 + Σ a[i] z⁻ⁱ, whose output has a given
/// autocorrelation, by the recursion of Levinson and Durbin.
public enum LinearPrediction {
  /// The coefficients of A, the leading 1 included. // [order + 1]
  ///
  /// Where a lower order already predicts all there is, the coefficients beyond it are 0; of silence all but the first.
  /// - Parameter autocorrelation: r[0] … r[order].
  public static func coefficients(autocorrelation r: [Double]) -> [Double] {
    var a = [Double](repeating: 0, count: r.count)
    guard let energy = r.first else { return a }
    a[0] = 1
    var error = energy
    for m in a.indices.dropFirst() {
      guard error > 1e-13 * energy else { break }
      var sum = r[m]
      for i in 1..<m { sum += a[i] * r[m - i] }
      let reflection = -sum / error
      // Beyond 1 the autocorrelation is none, which rounding alone can bring about.
      guard abs(reflection) < 1 else { break }
      var (low, high) = (1, m - 1)
      while low < high {
        (a[low], a[high]) = (a[low] + reflection * a[high], a[high] + reflection * a[low])
        (low, high) = (low + 1, high - 1)
      }
      if low == high { a[low] += reflection * a[low] }
      a[m] = reflection
      error *= 1 - reflection * reflection
    }
    return a
  }
}
