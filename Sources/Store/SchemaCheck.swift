import HDF5

/// Compares what a file holds with what its schema asks for.
struct SchemaCheck {
  let file: InputFile
  /// Lengths of the axes met so far, and where each was met first.
  private var lengths: [String: (length: Int, path: String)] = [:]

  init(_ file: InputFile) { self.file = file }

  mutating func run(_ schema: Schema) throws {
    for item in schema.items { try check(item) }
    try checkTables(of: schema)
    // Indices once all axes are known.
    for item in schema.items {
      for path in file.datasetPaths where Self.matches(path, item.path) { try checkRange(of: path, item.range) }
    }
  }

  /// Where all columns that a schema asks for in a group begin with one axis, further columns must be as long.
  private func checkTables(of schema: Schema) throws {
    var tables: [String: Set<String>] = [:]
    for item in schema.items {
      guard case .values(_, let shapes) = item.content, !item.path.contains("@") else { continue }
      tables[Session.parent(of: item.path), default: []].formUnion(shapes.map { $0.first?.name ?? "_" })
    }
    for path in file.datasetPaths {
      guard let axes = tables[Session.parent(of: path)], axes.count == 1, let axis = axes.first,
        let rows = lengths[axis], let shape = file.shape(of: path), shape.first != rows.length
      else { continue }
      throw file.refusal(path, "has the shape \(shape); expected \(rows.length) rows, as in \(rows.path)")
    }
  }

  private func checkRange(of path: String, _ range: Schema.Item.Range) throws {
    let bounds: ClosedRange<Int64>
    switch range {
    case .any, .finite: return
    case .index(let axis): bounds = 0...Int64(max(lengths[axis]?.length ?? 0, 1) - 1)
    case .indexOrNone(let axis): bounds = -1...Int64((lengths[axis]?.length ?? 0) - 1)
    case .count: bounds = 0...Int64(Int32.max)
    }
    for value in try file.array(path, of: Int64.self) where !bounds.contains(value) {
      throw file.refusal(path, "holds \(value); expected \(bounds.lowerBound) to \(bounds.upperBound)")
    }
  }

  private mutating func check(_ item: Schema.Item) throws {
    let parts = item.path.split(separator: "@", maxSplits: 1)
    let isAttribute = item.path.contains("@")
    let object = item.path.hasPrefix("/@") ? "/" : String(parts[0])
    let wantsGroup = item.content == .group || (isAttribute && file.inventory.datasets[object] == nil)
    let paths = wantsGroup ? file.inventory.groups : file.inventory.datasetPaths
    let matches = paths.filter { Self.matches($0, object) }
    guard !matches.isEmpty else {
      if item.isOptional { return }
      throw file.refusal(item.path, "is missing, which every \(file.schema.name) file has")
    }
    guard case .values(let type, let shapes) = item.content else { return }
    for path in matches {
      if isAttribute {
        let name = String(parts[parts.count - 1])
        guard let found = try file.attributeKind(name, of: path) else {
          if item.isOptional { continue }
          throw file.refusal("\(path)@\(name)", "is missing or of no known type; expected \(type.rawValue)")
        }
        try compare(found.type, found.shape, with: type, shapes, at: "\(path)@\(name)")
      } else if let found = file.inventory.datasets[path] {
        try compare(found.type, found.shape, with: type, shapes, at: path)
      }
    }
  }

  private mutating func compare(
    _ type: ElementType, _ shape: [Int], with expected: ElementType, _ shapes: [[Schema.Axis]], at path: String
  ) throws {
    guard type == expected else {
      throw file.refusal(path, "holds \(type.rawValue); expected \(expected.rawValue)")
    }
    guard let axes = shapes.first(where: { $0.count == shape.count }) else {
      let wanted = shapes.map { "[\($0.map(\.spoken).joined(separator: ", "))]" }.joined(separator: " or ")
      throw file.refusal(path, "has the shape \(shape); expected \(wanted)")
    }
    for (axis, length) in zip(axes, shape) where axis.name != "_" {
      let known = lengths[axis.name] ?? (length - axis.extra, path)
      guard length == known.length + axis.extra, known.length >= 0 else {
        throw file.refusal(
          path, "has the shape \(shape); expected \(known.length + axis.extra) for \(axis.spoken), as in \(known.path)")
      }
      lengths[axis.name] = known
    }
  }

  /// Whether a path fits a pattern in which `*` stands for any one name.
  static func matches(_ path: String, _ pattern: String) -> Bool {
    let (path, pattern) = (path.split(separator: "/"), pattern.split(separator: "/"))
    return path.count == pattern.count && zip(path, pattern).allSatisfy { $1 == "*" || $0 == $1 }
  }
}
