import Determinism
import Settings

/// A number that a recipe fixes (`0.7`) or leaves to chance (`{ min: -2, max: 2 }`).
public enum Amount: Codable, Equatable, Described {
  /// Always this number.
  case fixed(Double)
  /// Any number of the interval, each as likely as the other.
  case between(Interval)

  /// The interval that a number is drawn from.
  public struct Interval: Settings {
    /// What it is for and what its keys mean.
    public static let about = About(
      "A number that is left to chance: any between two ends, each as likely as the other.", title: "an interval"
    ) {
      Key("min", "The smallest number.", in: -1e15...1e15)
      Key("max", "The bound above: not drawn itself, unless only whole numbers are.", in: -1e15...1e15)
      Key("whole", "Whether only whole numbers are drawn, both ends included.")
    }

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
      if !(min <= max) {
        throw Invalid("expected min to be at most max, found \(min) and \(max)")
      }
      if whole, min.rounded(.up) > max.rounded(.down) {
        throw Invalid("there is no whole number from \(min) to \(max)")
      }
    }
  }

  /// A number or an interval.
  public static var form: Form { .either([.number, .object(Interval.self)]) }

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
}
