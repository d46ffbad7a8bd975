import HDF5

/// What a kind of file must hold, as data: opening a file checks it against this, whatever the kind.
public struct Schema: Sendable, Equatable, CustomStringConvertible {
  /// The name in the root attribute `schema`, for example `lilt/clean/1`.
  public let name: String
  /// What must be there; more may be.
  public let items: [Item]

  /// One thing that a file must hold. Where `*` stands in a path, axes named `_` have any length.
  public struct Item: Sendable, Equatable {
    /// Where: `*` stands for any one name, and an attribute follows an `@`.
    public let path: String
    /// What it must be.
    public let content: Content
    /// Whether a file may do without it.
    public let isOptional: Bool
    /// What its numbers must be.
    public let range: Range

    /// A group, or values of one type in one of the given shapes.
    public enum Content: Sendable, Equatable {
      case group
      case values(ElementType, [[Axis]])
    }

    /// What numbers must be, beyond their type.
    public enum Range: Sendable, Equatable {
      case any
      /// Real numbers; checked wherever they are read.
      case finite
      /// Indices along an axis.
      case index(of: String)
      /// Indices along an axis, or -1 for none.
      case indexOrNone(of: String)
      /// A number of things: from 0 up, as far as 32 bits reach.
      case count
      /// Whole numbers from one to another.
      case within(ClosedRange<Int64>)
    }
  }

  /// An extent by name: all axes of one name in a file have the same length; if the name begins with a dot, all of one
  /// name in a group.
  public struct Axis: Sendable, Equatable, ExpressibleByStringLiteral {
    /// The name, for example `M` for rows.
    public let name: String
    /// How much longer this axis is than its name says: 1 in `M+1`.
    public let extra: Int

    /// `M`, or `M+1`.
    public init(stringLiteral text: String) {
      let parts = text.split(separator: "+")
      name = String(parts[0])
      extra = parts.count == 2 ? Int(parts[1]) ?? 0 : 0
    }

    /// What the length is known under in a file.
    func key(in path: String) -> String { name.hasPrefix(".") ? Session.parent(of: path) + name : name }

    var spoken: String { extra == 0 ? name : "\(name)+\(extra)" }
  }

  /// The word between the slashes: `clean`.
  public var kind: String { String(name.split(separator: "/")[1]) }

  /// The name.
  public var description: String { name }

  init(_ name: String, _ items: [Item]...) {
    self.name = name
    self.items = items.flatMap { $0 }
  }
}

extension Schema.Item {
  /// Several columns of one group.
  static func columns(
    _ group: String, _ names: [String], _ type: ElementType, _ axis: Schema.Axis, _ range: Range = .any,
    optional: Bool = false
  ) -> [Schema.Item] {
    names.flatMap { array("\(group)/\($0)", type, [axis], range, optional: optional) }
  }

  /// One array or attribute that may come in either of two shapes.
  static func array(
    _ path: String, _ type: ElementType, _ shape: [Schema.Axis], or other: [Schema.Axis]? = nil, _ range: Range = .any,
    optional: Bool = false
  ) -> [Schema.Item] {
    let shapes = [shape] + (other.map { [$0] } ?? [])
    return [Schema.Item(path: path, content: .values(type, shapes), isOptional: optional, range: range)]
  }

  /// Whole numbers attached to an object, which earlier files may lack.
  static func numbers(_ path: String, _ range: Range, shape: [Schema.Axis] = []) -> [Schema.Item] {
    array(path, .int64, shape, range, optional: true)
  }

  /// A group whatever it holds.
  static func group(_ path: String, optional: Bool = false) -> [Schema.Item] {
    [Schema.Item(path: path, content: .group, isOptional: optional, range: .any)]
  }

  /// The rows that came to nothing (`Losses`).
  static var dropped: [Schema.Item] { columns("/dropped", ["id", "rule", "detail"], .text, "D", optional: true) }

  /// The columns that every file of rows has.
  static var rows: [Schema.Item] {
    columns("/rows", Row.columns.map(\.name), .text, "M") + array("/rows/shares", .text, ["M"], optional: true)
  }
}
