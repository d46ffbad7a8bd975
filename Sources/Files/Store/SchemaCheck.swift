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
      let (object, attribute) = Self.parts(of: item)
      guard let attribute else {
        for path in file.datasetPaths where Self.matches(path, object) { try checkRange(of: path, item.range) }
        continue
      }
      for path in paths(of: item) where try file.attributeKind(attribute, of: path)?.type == .int64 {
        let values = try file.attached(attribute, of: path, as: Int64.self)
        try check(values, at: "\(path)@\(attribute)", item.range)
      }
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
      let group = Session.parent(of: path)
      guard let axes = tables.first(where: { Self.matches(group, $0.key) })?.value, axes.count == 1,
        let axis = axes.first, let rows = lengths[axis] ?? lengths[group + axis], let shape = file.shape(of: path),
        shape.first != rows.length
      else { continue }
      throw file.refusal(path, "has the shape \(shape); expected \(rows.length) rows, as in \(rows.path)")
    }
  }

  private func checkRange(of path: String, _ range: Schema.Item.Range) throws {
    guard range != .any, range != .finite else { return }
    try check(file.array(path, of: Int64.self), at: path, range)
  }

  private func check(_ values: [Int64], at path: String, _ range: Schema.Item.Range) throws {
    let bounds: ClosedRange<Int64>
    switch range {
    case .any, .finite: return
    case .index(let axis): bounds = 0...Int64(max(lengths[axis]?.length ?? 0, 1) - 1)
    case .indexOrNone(let axis): bounds = -1...Int64((lengths[axis]?.length ?? 0) - 1)
    case .count: bounds = 0...Int64(Int32.max)
    case .within(let range): bounds = range
    }
    for value in values where !bounds.contains(value) {
      throw file.refusal(path, "holds \(value); expected \(bounds.lowerBound) to \(bounds.upperBound)")
    }
  }

  /// The object that an item names, and the attribute where it is one.
  private static func parts(of item: Schema.Item) -> (object: String, attribute: String?) {
    guard let mark = item.path.firstIndex(of: "@") else { return (item.path, nil) }
    let object = item.path[..<mark]
    return (String(object), String(item.path[item.path.index(after: mark)...]))
  }

  /// The groups or datasets that an item is about.
  private func paths(of item: Schema.Item) -> [String] {
    let (object, attribute) = Self.parts(of: item)
    let groups = file.groupPaths.filter { Self.matches($0, object) }
    let datasets = file.datasetPaths.filter { Self.matches($0, object) }
    if attribute != nil { return groups + datasets }
    return item.content == .group ? groups : datasets
  }

  private mutating func check(_ item: Schema.Item) throws {
    let attribute = Self.parts(of: item).attribute
    let matches = paths(of: item)
    guard !matches.isEmpty else {
      if item.isOptional { return }
      throw file.refusal(item.path, "is missing, which every \(file.schema.name) file has")
    }
    guard case .values(let type, let shapes) = item.content else { return }
    for path in matches {
      if let name = attribute {
        guard let found = try file.attributeKind(name, of: path) else {
          if try item.isOptional && !file.attributeNames(of: path).contains(name) { continue }
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
      let known = lengths[axis.key(in: path)] ?? (length - axis.extra, path)
      guard length == known.length + axis.extra, known.length >= 0 else {
        throw file.refusal(
          path, "has the shape \(shape); expected \(known.length + axis.extra) for \(axis.spoken), as in \(known.path)")
      }
      lengths[axis.key(in: path)] = known
    }
  }

  /// Whether a path fits a pattern in which `*` stands for any one name.
  static func matches(_ path: String, _ pattern: String) -> Bool {
    let (path, pattern) = (path.split(separator: "/"), pattern.split(separator: "/"))
    return path.count == pattern.count && zip(path, pattern).allSatisfy { $1 == "*" || $0 == $1 }
  }
}
