import Determinism
import Settings

/// A number that a recipe fixes (`0.7`) or leaves to chance (`{ min: -2, max: 2 }`).
public enum Amount: Codable, Sendable, Equatable {
  /// Always this number.
  case fixed(Double)
  /// Any number of the interval, each as likely as the other.
  case between(Interval)

  /// The interval that a number is drawn from.
  public struct Interval: Settings {
    /// The smallest number.
    public var min = 0.0
    /// The bound above: not drawn itself, unless only whole numbers are.
    public var max = 1.0
    /// Whether only whole numbers are drawn, both ends included.
    public var whole = false

    /// From 0 to 1.
    public init() {}

    /// The ends must be in order and, for whole numbers, have one between them.
    public func validate() throws {
      if !(min <= max && min.isFinite && max.isFinite) {
        throw Invalid("expected min to be at most max, found \(min) and \(max)")
      }
      if whole, min.rounded(.up) > max.rounded(.down) || abs(min) > 1e15 || abs(max) > 1e15 {
        throw Invalid("there is no whole number from \(min) to \(max)")
      }
    }
  }

  /// Any number of an interval.
  public static func between(_ min: Double, _ max: Double, whole: Bool = false) -> Amount {
    var interval = Interval()
    (interval.min, interval.max, interval.whole) = (min, max, whole)
    return .between(interval)
  }

  /// Reads a number or an interval.
  public init(from decoder: any Decoder) throws {
    let value = try decoder.singleValueContainer()
    if let number = try? value.decode(Double.self) {
      self = .fixed(number)
    } else {
      self = .between(try value.decode(Interval.self))
    }
  }

  /// Writes a number or an interval.
  public func encode(to encoder: any Encoder) throws {
    var value = encoder.singleValueContainer()
    switch self {
    case .fixed(let number): try value.encode(number)
    case .between(let interval): try value.encode(interval)
    }
  }

  /// The number itself, or one drawn from the interval.
  public func value(using random: inout Random) -> Double {
    switch self {
    case .fixed(let number): return number
    case .between(let interval) where interval.whole:
      let low = Int(interval.min.rounded(.up))
      return Double(low + random.integer(below: Int(interval.max.rounded(.down)) - low + 1))
    case .between(let interval): return random.uniform(interval.min, interval.max)
    }
  }

  /// The amount fixed at a drawn number.
  public func drawn(using random: inout Random) -> Amount { .fixed(value(using: &random)) }

  /// The smallest and the largest number that may come up.
  var bounds: ClosedRange<Double> {
    switch self {
    case .fixed(let number): number...number
    case .between(let interval): interval.min...interval.max
    }
  }

  /// Throws unless every number that may come up lies in a range.
  func require(_ name: String, in range: ClosedRange<Double>) throws {
    guard range.contains(bounds.lowerBound), range.contains(bounds.upperBound) else {
      let found = bounds.lowerBound == bounds.upperBound ? "\(bounds.lowerBound)" : "\(bounds)"
      throw Invalid("\(name) must be from \(range.lowerBound) to \(range.upperBound), found \(found)")
    }
  }
}
