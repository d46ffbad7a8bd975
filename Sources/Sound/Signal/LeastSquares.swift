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
