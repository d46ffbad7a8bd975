import Settings

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
