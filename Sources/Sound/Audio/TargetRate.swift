import Settings

/// The sampling rate of clean sound: a number of hertz, or `null` (also `"native"`) for each source's own.
public enum TargetRate: Codable, Equatable, Described {
  /// The source's own rate.
  case native
  /// Samples per second.
  case hertz(Int)

  /// A whole number or null.
  public static var form: Form { .either([.whole, .null]) }

  /// Reads a whole number, null or `"native"`.
  public init(from decoder: any Decoder) throws {
    let value = try decoder.singleValueContainer()
    if value.decodeNil() || (try? value.decode(String.self)) == "native" {
      self = .native
    } else {
      self = .hertz(try value.decode(Int.self))
    }
  }

  /// Writes the number or null, spelt out because a left-out key means the default rate.
  public func encode(to encoder: any Encoder) throws {
    var value = encoder.singleValueContainer()
    switch self {
    case .native: try value.encodeNil()
    case .hertz(let rate): try value.encode(rate)
    }
  }

  /// The rate for a source of a given rate.
  public func value(for source: Int) -> Int {
    switch self {
    case .native: source
    case .hertz(let rate): rate
    }
  }
}
