import Determinism
import Glibc
import Settings

/// The values that one setting may take in a search.
///
/// In JSON5: a list of values of any kind, or a range as `{ uniform: [0, 0.5] }`, `{ logUniform: [1e-4, 1e-2] }` or
/// `{ integers: [1, 8] }`, ends included.
public enum Candidates: Codable, Equatable, Described {
  /// One of these.
  case list([JSON])
  /// A number between two others.
  case uniform(Double, Double)
  /// A number between two positive others, every factor as likely wherever it lies.
  case logUniform(Double, Double)
  /// A whole number between two others.
  case integers(Int, Int)

  /// A list or one of three ranges.
  public static var form: Form {
    .either([
      .text("a list of values"), .text("{ uniform: [0, 0.5] }"), .text("{ logUniform: [1e-4, 1e-2] }"),
      .text("{ integers: [1, 8] }"),
    ])
  }

  /// Reads a list or a range.
  public init(from decoder: any Decoder) throws {
    let tree = try JSON(from: decoder)
    guard let candidates = Candidates(tree) else {
      throw SettingsError(
        path: decoder.codingPath.map(\.stringValue),
        problem: "expected a list of values, or a range such as { uniform: [0, 1] }, { logUniform: [0.001, 1] }"
          + " or { integers: [1, 8] } from low to high, found \(tree.canonical)")
    }
    self = candidates
  }

  private init?(_ tree: JSON) {
    switch tree {
    case .array(let values) where !values.isEmpty: self = .list(values)
    case .object(let members):
      guard members.count == 1, let (kind, range) = members.first, case .array(let ends) = range, ends.count == 2 else {
        return nil
      }
      if kind == "integers" {
        guard case .integer(let low) = ends[0], case .integer(let high) = ends[1], low <= high,
          low >= -(1 << 53), high <= 1 << 53
        else { return nil }
        self = .integers(low, high)
        return
      }
      guard let low = ends[0].asNumber, let high = ends[1].asNumber, low <= high, abs(low) <= 1e100,
        abs(high) <= 1e100
      else { return nil }
      switch kind {
      case "uniform": self = .uniform(low, high)
      case "logUniform" where low > 0: self = .logUniform(low, high)
      default: return nil
      }
    default: return nil
    }
  }

  /// Writes what `init(from:)` reads.
  public func encode(to encoder: any Encoder) throws {
    let tree: JSON =
      switch self {
      case .list(let values): .array(values)
      case .uniform(let low, let high): .object(["uniform": .array([.number(low), .number(high)])])
      case .logUniform(let low, let high): .object(["logUniform": .array([.number(low), .number(high)])])
      case .integers(let low, let high): .object(["integers": .array([.integer(low), .integer(high)])])
      }
    try tree.encode(to: encoder)
  }

  /// One of the values by chance; a number of a range is rounded to four digits, so that tables can be read.
  func draw(_ random: inout Random) -> JSON {
    switch self {
    case .list(let values): values[random.integer(below: values.count)]
    case .uniform(let low, let high): .number(rounded(random.uniform(low, high), low, high))
    case .logUniform(let low, let high): .number(rounded(exp(random.uniform(log(low), log(high))), low, high))
    case .integers(let low, let high): .integer(low + random.integer(below: high - low + 1))
    }
  }

  private func rounded(_ value: Double, _ low: Double, _ high: Double) -> Double {
    guard value != 0 else { return min(max(0, low), high) }
    let unit = pow(10, 3 - floor(log10(abs(value))))
    return min(max((value * unit).rounded() / unit, low), high)
  }
}

extension JSON {
  /// The value of either kind of number.
  var asNumber: Double? {
    switch self {
    case .integer(let value): Double(value)
    case .number(let value): value
    default: nil
    }
  }
}

extension JSON {
  /// The same tree with another value at a dotted path such as `train.model.mlp.hidden`; list elements are named by
  /// their numbers from 0. The path must lead somewhere: a search sets what there is, and adds nothing.
  func replacing(_ path: String, with value: JSON) throws -> JSON {
    try replacing(path.split(separator: ".", omittingEmptySubsequences: false).map(String.init)[...], with: value, path)
  }

  private func replacing(_ keys: ArraySlice<String>, with value: JSON, _ path: String) throws -> JSON {
    guard let key = keys.first else { return value }
    switch self {
    case .object(var members):
      guard let member = members[key] else {
        throw SettingsError(
          path: [path], problem: "there is no '\(key)'" + Suggestion.text(for: key, among: members.keys))
      }
      members[key] = try member.replacing(keys.dropFirst(), with: value, path)
      return .object(members)
    case .array(var values):
      guard let place = Int(key), values.indices.contains(place) else {
        throw SettingsError(path: [path], problem: "'\(key)' is none of the \(values.count) elements, counted from 0")
      }
      values[place] = try values[place].replacing(keys.dropFirst(), with: value, path)
      return .array(values)
    default:
      throw SettingsError(path: [path], problem: "there is nothing below the value \(canonical), so no '\(key)'")
    }
  }
}
