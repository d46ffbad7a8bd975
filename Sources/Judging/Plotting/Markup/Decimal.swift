import Glibc

extension Double {
  /// The number with a fixed count of decimals, halves away from zero; `–` when it is not a finite number.
  /// - Parameter minus: the sign of numbers below zero; readers get a true minus, coordinates a hyphen.
  public func fixed(_ decimals: Int, minus: String = "\u{2212}") -> String {
    let scaled = (magnitude * pow(10, Double(decimals))).rounded()
    guard scaled < 1e15 else { return isFinite ? "\(self)" : "–" }
    var digits = String(Int(scaled))
    if digits.count <= decimals { digits = String(repeating: "0", count: decimals + 1 - digits.count) + digits }
    if decimals > 0 { digits.insert(".", at: digits.index(digits.endIndex, offsetBy: -decimals)) }
    return self < 0 && scaled > 0 ? minus + digits : digits
  }

  /// The number as a share of a hundred: 0.481 is `48.1`.
  public var percent: String { (100 * self).fixed(1) }

  /// A coordinate with at most one decimal, which no eye can tell from more; 0 in place of a number that is not finite, which no viewer can draw.
  var px: String {
    guard isFinite else { return "0" }
    let text = fixed(1, minus: "-")
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }
}
