/// The numbers that a key takes. Every number that a recipe may set has bounds: a number without them ends somewhere as a
/// trap, a hang or an allocation that no machine can serve.
public struct Bounds: Sendable, Equatable {
  /// The least number.
  public let least: JSON
  /// The greatest number, or the one that all lie below; the greatest integer stands for no bound.
  public let greatest: JSON
  /// Whether the upper bound itself is left out.
  public let isOpen: Bool

  /// `from 1 to 384000`, `from 0 to below 1`, `from 0 up`.
  public var text: String {
    if greatest == .integer(.max) { return "from \(least.spelt) up" }
    return "from \(least.spelt) to \(isOpen ? "below " : "")\(greatest.spelt)"
  }

  /// Whether a number lies within.
  public func contains(_ number: JSON) -> Bool {
    guard !number.isBelow(least) else { return false }
    if greatest == .integer(.max) { return true }
    return isOpen ? number.isBelow(greatest) : !greatest.isBelow(number)
  }
}

/// A range that bounds a setting: `1...384_000`, `0..<1`.
public protocol NumberRange {
  /// Its ends as JSON.
  var bounds: Bounds { get }
}

/// A number that settings hold.
public protocol Numeral: Comparable, Sendable {
  /// The number as JSON.
  var numeral: JSON { get }
}

extension Int: Numeral {
  /// An integer.
  public var numeral: JSON { .integer(self) }
}

extension Double: Numeral {
  /// A number, whole or not.
  public var numeral: JSON { .number(self) }
}

extension ClosedRange: NumberRange where Bound: Numeral {
  /// Both ends belong to it.
  public var bounds: Bounds { Bounds(least: lowerBound.numeral, greatest: upperBound.numeral, isOpen: false) }
}

extension Range: NumberRange where Bound: Numeral {
  /// The upper end does not belong to it.
  public var bounds: Bounds { Bounds(least: lowerBound.numeral, greatest: upperBound.numeral, isOpen: true) }
}

extension JSON {
  var isNumber: Bool {
    switch self {
    case .integer, .number: true
    default: false
    }
  }

  /// Whether both are numbers and this is the smaller one.
  func isBelow(_ other: JSON) -> Bool {
    switch (self, other) {
    case (.integer(let a), .integer(let b)): a < b
    case (.integer(let a), .number(let b)): Double(a) < b
    case (.number(let a), .integer(let b)): a < Double(b)
    case (.number(let a), .number(let b)): a < b
    default: false
    }
  }

  /// A number as people write it: 0.5, 16000, 1e-6, 1e9.
  var spelt: String {
    var digits = canonical.replacing("e-0", with: "e-").replacing("e+", with: "e")
    let zeros = digits.reversed().prefix { $0 == "0" }.count
    if zeros > 6, !digits.contains(".") { digits = digits.dropLast(zeros) + "e\(zeros)" }
    return digits
  }
}
