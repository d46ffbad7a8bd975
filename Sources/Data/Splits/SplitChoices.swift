import Settings

/// How much is tested on, or whom.
public enum Portion: Codable, Equatable, Described {
  /// A share of the units, rounded up.
  case share(Double)
  /// Speakers or corpora by name.
  case names([String])

  /// A share or names.
  public static var form: Form { .either([.number, .list(String.self)]) }

  /// Reads a number or a list of names.
  public init(from decoder: any Decoder) throws {
    if let share = try? decoder.singleValueContainer().decode(Double.self) {
      self = .share(share)
    } else if var list = try? decoder.unkeyedContainer() {
      var names: [String] = []
      while !list.isAtEnd { names.append(try list.decode(String.self)) }
      self = .names(names)
    } else {
      throw SettingsError(
        path: decoder.codingPath.map(\.stringValue), problem: "expected a share such as 0.2, or a list of names")
    }
  }

  /// Writes the number or the list.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .share(let share): try container.encode(share)
    case .names(let names): try container.encode(names)
    }
  }
}

/// Which folds a split has.
public enum FoldChoice: Codable, Equatable, Described {
  /// So many, of about equal size.
  case count(Int)
  /// One for every unit.
  case leaveOneOut
  /// Those of a file under `data/folds/`, by its name without `.json`.
  case file(String)

  /// A number, one word, or a name.
  public static var form: Form {
    .either([.whole, .text("\"leave-one-out\""), .text("the name of a fold file")])
  }

  /// Reads a number, `leave-one-out`, or a file's name.
  public init(from decoder: any Decoder) throws {
    let value = try decoder.singleValueContainer()
    if let count = try? value.decode(Int.self) {
      self = .count(count)
    } else if let name = try? value.decode(String.self), !name.isEmpty, !name.contains("/") {
      self = name == "leave-one-out" ? .leaveOneOut : .file(name)
    } else {
      throw SettingsError(
        path: decoder.codingPath.map(\.stringValue),
        problem: "expected a number of folds, 'leave-one-out', or the name of a file in data/folds without '.json'")
    }
  }

  /// Writes the number or the name.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .count(let count): try container.encode(count)
    case .leaveOneOut: try container.encode("leave-one-out")
    case .file(let name): try container.encode(name)
    }
  }
}

/// What a split keeps whole: one unit, or speakers and statements at once.
public struct SplitUnits: Codable, Equatable, CustomStringConvertible, Described {
  /// A unit, or speaker and statement.
  public static var form: Form { .either([SplitUnit.form, .text("[\"speaker\", \"statement\"]")]) }

  /// The units, the one that `test` and `folds` count first.
  public let units: [SplitUnit]

  /// One unit.
  public init(_ unit: SplitUnit) { units = [unit] }

  /// Everything by one speaker.
  public static let speaker = SplitUnits(.speaker)
  /// Everything by one speaker, and everything in which the same is said.
  public static let speakerAndStatement = SplitUnits(units: [.speaker, .statement])

  private init(units: [SplitUnit]) { self.units = units }

  /// Whether speakers and statements are kept apart at once.
  public var isCrossed: Bool { units.count > 1 }

  /// `speaker`, `speaker and statement`.
  public var description: String { units.map(\.rawValue).joined(separator: " and ") }

  /// Reads a unit, or a list of one unit or of `speaker` and `statement` in any order.
  public init(from decoder: any Decoder) throws {
    guard var list = try? decoder.unkeyedContainer() else {
      self.init(try SplitUnit(from: decoder))
      return
    }
    var units: [SplitUnit] = []
    while !list.isAtEnd { units.append(try list.decode(SplitUnit.self)) }
    if units.count == 1 {
      self.init(units[0])
    } else if units.count == 2, units.contains(.speaker), units.contains(.statement) {
      self = .speakerAndStatement
    } else {
      throw SettingsError(
        path: decoder.codingPath.map(\.stringValue),
        problem: "found \(units.map { "'\($0.rawValue)'" }.joined(separator: ", ")); expected one unit, or "
          + "['speaker', 'statement']")
    }
  }

  /// Writes the unit, or the list of two.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    if units.count == 1 { try container.encode(units[0]) } else { try container.encode(units) }
  }
}
