import Glibc

/// `0.4 s`, `12 s`, `3 min 20 s`, `2 h 05 min`.
public func duration(_ seconds: Double) -> String {
  let whole = Int(seconds.rounded())
  func two(_ n: Int) -> String { n < 10 ? "0\(n)" : "\(n)" }
  if seconds < 10 { return "\(seconds.rounded(to: 1)) s" }
  if whole < 60 { return "\(whole) s" }
  if whole < 3600 { return "\(whole / 60) min \(two(whole % 60)) s" }
  return "\(whole / 3600) h \(two(whole % 3600 / 60)) min"
}

extension Int {
  /// The digits in groups of three: `12,345`.
  public var grouped: String {
    var text = String(magnitude)
    var index = text.count - 3
    while index > 0 {
      text.insert(",", at: text.index(text.startIndex, offsetBy: index))
      index -= 3
    }
    return self < 0 ? "-" + text : text
  }
}

extension Double {
  /// Decimal text with a fixed number of places.
  public func rounded(to places: Int) -> String {
    guard isFinite else { return "\(self)" }
    let scale = pow(10.0, Double(places))
    let scaled = (self * scale).rounded()
    guard places > 0, abs(scaled) < 1e15 else { return abs(scaled) < 1e15 ? String(Int(scaled)) : "\(self)" }
    let digits = String(Int(scaled.magnitude))
    let padded = String(repeating: "0", count: max(0, places + 1 - digits.count)) + digits
    return (scaled < 0 ? "-" : "") + padded.dropLast(places) + "." + padded.suffix(places)
  }
}
