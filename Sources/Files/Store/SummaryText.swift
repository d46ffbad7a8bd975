import HDF5
import System

extension Summary {
  /// The facts as people read them.
  public var text: String {
    var lines = ["\(schema), made by \(tool.name) \(tool.version)"]
    var facts = [["settings", settings]]
    for (index, input) in inputs.enumerated() {
      facts.append([index == 0 ? "inputs" : "", "\(input.name)  \(input.sha256.prefix(12))"])
    }
    facts += attributes.map { [$0.name, $0.value.count > 400 ? "\($0.value.prefix(400))…" : $0.value] }
    lines += Columns.aligned(facts)
    lines += [""] + Columns.aligned([Dataset.titles] + datasets.map(\.cells), right: [2, 4, 5])
    if !counts.isEmpty { lines += [""] + Columns.aligned(counts.map { [$0.column, $0.text] }) }
    if !folds.isEmpty { lines += [""] + Columns.aligned(folds.map { [$0.name, $0.text] }) }
    return lines.map { $0.printable + "\n" }.joined()
  }
}

extension RowStory {
  /// The story as people read it.
  public var text: String {
    chapters.map { chapter in
      let title = chapter.file + (chapter.tool.map { ", made by \($0.name) \($0.version)" } ?? "")
      let facts = Columns.aligned(chapter.facts.map { ["  " + $0.name, $0.value] })
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
enum Columns {
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
