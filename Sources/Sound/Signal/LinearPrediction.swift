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
