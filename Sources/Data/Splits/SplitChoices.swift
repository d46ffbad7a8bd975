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
