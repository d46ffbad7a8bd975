/// Columns that are taken or left together: one feature, or a whole family of them.
public struct FeatureGroup: Sendable, Equatable {
  /// What reports call it.
  public let name: String
  /// Its columns, ascending.
  public let columns: [Int]

  /// Names a set of columns.
  public init(name: String, columns: [Int]) {
    self.name = name
    self.columns = columns.sorted()
  }

  /// Groups named columns by a part of their names, in order of first appearance; by the whole name, every column is a
  /// group of its own.
  public static func groups(of names: [String], by family: (String) -> String = { $0 }) -> [FeatureGroup] {
    var order: [String] = []
    var columns: [String: [Int]] = [:]
    for (column, name) in names.enumerated() {
      let family = family(name)
      if columns[family] == nil { order.append(family) }
      columns[family, default: []].append(column)
    }
    return order.map { FeatureGroup(name: $0, columns: columns[$0] ?? []) }
  }
}
