import HDF5
import Settings
import System

/// What a file is, who made it from what, and what it holds: the facts behind `lilt-inspect`.
public struct Summary: Sendable {
  /// The schema's name.
  public let schema: String
  /// The program that made the file.
  public let tool: Tool
  /// The settings it was made with, canonical JSON.
  public let settings: String
  /// What it was made from.
  public let inputs: [Input]
  /// What else is attached to the root, by name.
  public let attributes: [(name: String, value: String)]
  /// Its datasets, by path.
  public let datasets: [Dataset]
  /// How many rows or clips there are of each kind, for the columns worth counting.
  public let counts: [Count]
  /// The sizes of the sides of each fold.
  public let folds: [Fold]

  /// One dataset as it is stored.
  public struct Dataset: Sendable, Equatable {
    /// Where it stands.
    public let path: String
    /// What its elements are.
    public let type: ElementType
    /// Its extents.
    public let shape: [Int]
    /// Extents of a chunk; empty unless chunked.
    public let chunk: [Int]
    /// The filters that chunks pass, in order.
    public let filters: [String]
    /// Bytes in the file, apart from the bytes of texts.
    public let storedSize: Int
    /// Bytes before filters.
    public let plainSize: Int
  }

  /// How often each value of a column occurs.
  public struct Count: Sendable, Equatable {
    /// The column's name.
    public let column: String
    /// Values and their numbers, by value.
    public let values: [(value: String, count: Int)]

    /// Equal columns with equal numbers.
    public static func == (a: Count, b: Count) -> Bool {
      a.column == b.column && a.values.elementsEqual(b.values) { $0 == $1 }
    }
  }

  /// One fold of a split.
  public struct Fold: Sendable, Equatable {
    /// The split's name and the fold's, for example `honest/fold0`.
    public let name: String
    /// How many rows each side has: train, validation, test.
    public let sides: [(name: String, rows: Int)]

    /// Equal folds of equal sizes.
    public static func == (a: Fold, b: Fold) -> Bool {
      a.name == b.name && a.sides.elementsEqual(b.sides) { $0 == $1 }
    }
  }
}

extension InputFile {
  /// The program that made the file.
  public func tool() throws -> Tool {
    let words = try attachedTexts("tool", of: "/")
    guard words.count == 2 else { throw refusal("/@tool", "holds \(words.count) texts; expected name and version") }
    return Tool(name: words[0], version: words[1])
  }

  /// The settings it was made with, canonical JSON.
  public func settings() throws -> String { try text("settings", of: "/") }

  /// What it was made from.
  public func inputs() throws -> [Input] {
    let words = try attachedTexts("inputs", of: "/")
    guard words.count.isMultiple(of: 2) else { throw refusal("/@inputs", "is no list of names and hashes") }
    return stride(from: 0, to: words.count, by: 2).map { Input(name: words[$0], sha256: words[$0 + 1]) }
  }

  /// The facts about the file, for people and programs.
  public func summary() throws -> Summary {
    Summary(
      schema: schema.name, tool: try tool(), settings: try settings(), inputs: try inputs(),
      attributes: try rootAttributes(), datasets: datasetPaths.compactMap(described), counts: try counts(),
      folds: folds())
  }

  private func rootAttributes() throws -> [(name: String, value: String)] {
    let known = ["schema", "tool", "settings", "inputs", TextSeal.attribute]
    return try attributeNames(of: "/").compactMap { name in
      guard !known.contains(name), let kind = try attributeKind(name, of: "/") else { return nil }
      switch kind.type {
      case .text: return (name, try attachedTexts(name, of: "/").joined(separator: ", "))
      case .int64: return (name, try attached(name, of: "/", as: Int64.self).map(String.init).joined(separator: ", "))
      case .float64: return (name, try attached(name, of: "/", as: Double.self).map { "\($0)" }.joined(separator: ", "))
      default: return nil
      }
    }
  }

  private func described(_ path: String) -> Summary.Dataset? {
    inventory.datasets[path].map {
      Summary.Dataset(
        path: path, type: $0.type, shape: $0.shape, chunk: $0.storage.chunk,
        filters: $0.storage.filters.compactMap { Filter(rawValue: $0)?.name }, storedSize: $0.storedSize,
        plainSize: $0.plainSize)
    }
  }

  private func counts() throws -> [Summary.Count] {
    let group = contains("/clips/id") ? "/clips" : "/rows"
    return try ["corpus", "variant", "sex", "emotion", "label", "finding"].compactMap { column in
      guard contains("\(group)/\(column)") else { return nil }
      let values = try texts("\(group)/\(column)").reduce(into: [:]) { $0[$1, default: 0] += 1 }
      guard values.count > 1 || values.keys.first?.isEmpty == false else { return nil }
      return Summary.Count(column: column, values: values.sorted { $0.key < $1.key }.map { ($0.key, $0.value) })
    }
  }

  private func folds() -> [Summary.Fold] {
    groupPaths.compactMap { group in
      let parts = group.split(separator: "/")
      guard parts.count == 3, parts[0] == "splits", parts[2] != "proof" else { return nil }
      let sides = ["train", "validation", "test"].compactMap { side in
        shape(of: "\(group)/\(side)").map { (side, $0.first ?? 0) }
      }
      return Summary.Fold(name: parts[1...].joined(separator: "/"), sides: sides)
    }
  }
}

extension Summary {
  /// The same facts as a JSON document.
  public var json: JSON {
    .object([
      "schema": .string(schema),
      "tool": .object(["name": .string(tool.name), "version": .string(tool.version)]),
      "settings": (try? JSON(parsing: Array(settings.utf8))) ?? .string(settings),
      "inputs": .array(inputs.map { .object(["name": .string($0.name), "sha256": .string($0.sha256)]) }),
      "attributes": .object(
        .init(uniqueKeysWithValues: attributes.map { ($0.name, .string($0.value)) })),
      "datasets": .array(datasets.map(\.json)),
      "counts": .object(
        .init(
          uniqueKeysWithValues: counts.map { column in
            (column.column, .object(.init(uniqueKeysWithValues: column.values.map { ($0.value, .integer($0.count)) })))
          })),
      "folds": .object(
        .init(
          uniqueKeysWithValues: folds.map { fold in
            (fold.name, .object(.init(uniqueKeysWithValues: fold.sides.map { ($0.name, .integer($0.rows)) })))
          })),
    ])
  }
}

extension Summary.Dataset {
  fileprivate var json: JSON {
    .object([
      "path": .string(path), "type": .string(type.rawValue), "shape": .array(shape.map(JSON.integer)),
      "chunk": .array(chunk.map(JSON.integer)), "filters": .array(filters.map(JSON.string)),
      "stored": .integer(storedSize), "plain": .integer(plainSize),
    ])
  }
}

extension Summary {
  /// The facts as people read them.
  public var text: String {
    var lines = ["\(schema), made by \(tool.name) \(tool.version)"]
    var facts = [["settings", settings]]
    for (index, input) in inputs.enumerated() {
      facts.append([index == 0 ? "inputs" : "", "\(input.name)  \(input.sha256.prefix(12))"])
    }
    facts += attributes.map { [$0.name, $0.value.count > 400 ? "\($0.value.prefix(400))…" : $0.value] }
    lines += TextColumns.aligned(facts)
    lines += [""] + TextColumns.aligned([Dataset.titles] + datasets.map(\.cells), right: [2, 4, 5])
    if !counts.isEmpty { lines += [""] + TextColumns.aligned(counts.map { [$0.column, $0.text] }) }
    if !folds.isEmpty { lines += [""] + TextColumns.aligned(folds.map { [$0.name, $0.text] }) }
    return lines.map { $0.printable + "\n" }.joined()
  }
}

extension RowStory {
  /// The story as people read it.
  public var text: String {
    chapters.map { chapter in
      let title = chapter.file + (chapter.tool.map { ", made by \($0.name) \($0.version)" } ?? "")
      let facts = TextColumns.aligned(chapter.facts.map { ["  " + $0.name, $0.value] })
      return ([title] + facts).map { $0.printable + "\n" }.joined()
    }.joined(separator: "\n")
  }
}

extension Summary.Dataset {
  fileprivate static let titles = ["dataset", "type", "shape", "chunk, filters", "bytes", "of plain"]

  fileprivate var cells: [String] {
    let storage = chunk.isEmpty ? "" : "[\(chunk.map(String.init).joined(separator: ", "))] "
    return [
      path, type.rawValue, "[\(shape.map(String.init).joined(separator: ", "))]",
      storage + filters.joined(separator: "+"), String(storedSize),
      filters.contains("deflate") && plainSize > 0 ? "\((100 * storedSize + plainSize / 2) / plainSize) %" : "",
    ]
  }
}

extension Summary.Count {
  // A table of hundreds of values says less than the most frequent ones and their number.
  fileprivate var text: String {
    let shown = values.sorted { ($1.count, $0.value) < ($0.count, $1.value) }.prefix(16)
    let list = shown.map { "\($0.value.isEmpty ? "(none)" : $0.value) \($0.count)" }.joined(separator: ", ")
    return values.count > shown.count ? "\(list), and \(values.count - shown.count) more" : list
  }
}

extension Summary.Fold {
  fileprivate var text: String { sides.map { "\($0.name) \($0.rows)" }.joined(separator: ", ") }
}

/// Lines of cells, padded so that columns stand below each other.
enum TextColumns {
  static func aligned(_ lines: [[String]], right: Set<Int> = []) -> [String] {
    let count = lines.map(\.count).max() ?? 0
    let widths = (0..<count).map { column in lines.map { $0.indices.contains(column) ? $0[column].count : 0 }.max() ?? 0
    }
    return lines.map { line in
      let cells = line.enumerated().map { column, cell in
        let padding = String(repeating: " ", count: widths[column] - cell.count)
        return right.contains(column) ? padding + cell : cell + padding
      }
      var text = cells.joined(separator: "  ")
      while text.last == " " { text.removeLast() }
      return text
    }
  }
}
