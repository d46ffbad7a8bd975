import Determinism
import HDF5
import Settings
import System

/// Where one row comes from, told from the file that was asked back to the clip's own file.
public struct RowStory: Sendable, Equatable {
  /// What each file on the way knows of the row, nearest first.
  public let chapters: [Chapter]

  /// What one file knows.
  public struct Chapter: Sendable, Equatable {
    /// The file's path, or its name where it was not found.
    public let file: String
    /// The program that made it; nil where the file was not found.
    public let tool: Tool?
    /// Columns and figures by name, in the order in which people read them.
    public let facts: [Fact]
  }

  /// One column or figure.
  public struct Fact: Sendable, Equatable {
    /// Its name, for example `speaker`.
    public let name: String
    /// Its value, with a unit where it has one.
    public let value: String
  }
}

extension InputFile {
  /// Follows a row through this file and those that it was made from.
  ///
  /// Inputs are looked for by name and hash beside this file and in the folders beside its folder, as the store has
  /// them; where one is missing, the story ends there and says so.
  public func story(ofRow id: String) throws -> RowStory {
    var chapters = [try chapter(ofRow: id, names: [id])]
    var (file, names) = (self, try Self.parents(of: id, in: self))
    // A catalog is made from folders of sound, which are no files of the store.
    while file.schema != .catalog {
      let found = try Self.source(of: file)
      guard let next = found.file else {
        if let missing = found.missing {
          let fact = RowStory.Fact(name: "not found", value: "expected SHA-256 \(missing.sha256)")
          chapters.append(RowStory.Chapter(file: missing.name, tool: nil, facts: [fact]))
        }
        break
      }
      chapters.append(try next.chapter(ofRow: names[0], names: names))
      (file, names) = (next, names.flatMap { (try? Self.parents(of: $0, in: next)) ?? [$0] })
    }
    return RowStory(chapters: chapters)
  }

  /// The input that is nearest of those that have rows, or the first that is not where it should be.
  private static func source(of file: InputFile) throws -> (file: InputFile?, missing: Input?) {
    let order: [Schema] = [.features, .augmented, .clean, .catalog]
    var missing: Input?
    var best: (file: InputFile, rank: Int)?
    for input in try file.inputs() {
      guard let path = try locate(input, beside: file.path) else {
        missing = missing ?? input
        continue
      }
      let candidate = try InputFile(path, expecting: Schema.all)
      if let rank = order.firstIndex(of: candidate.schema), rank < best?.rank ?? order.count {
        best = (candidate, rank)
      }
    }
    return (best?.file, missing)
  }

  /// The group that has one entry a row.
  private var table: String? { ["/rows", "/clips", "/predictions"].first { contains("\($0)/id") } }

  private func chapter(ofRow id: String, names: [String]) throws -> RowStory.Chapter {
    guard let table else {
      throw StoreError(.data, cannot: "show row", id, "'\(path)' is a \(schema.name) file, which has no rows")
    }
    let ids = try texts("\(table)/id")
    let row = try names.lazy.compactMap(ids.firstIndex).first ?? place(of: id, among: ids)
    var facts = [RowStory.Fact(name: "row", value: "\(row) of \(ids.count)")]
    let first = ["id", "parent", "variant", "corpus", "speaker", "sex", "emotion", "label"]
    let columns = datasetPaths.filter { isColumn($0, rows: ids.count, of: table) }
    let order = columns.sorted { rank($0, first) < rank($1, first) }
    for column in order {
      let name = column.hasPrefix(table + "/") ? String(column.dropFirst(table.count + 1)) : String(column.dropFirst())
      facts.append(.init(name: name, value: try value(of: column, at: row)))
    }
    facts += try soundFacts(row) + tensorFacts(row) + foldFacts(row)
    return RowStory.Chapter(file: path, tool: try tool(), facts: facts.filter { !$0.value.isEmpty })
  }

  /// The index of a row by its id.
  public func row(named id: String) throws -> Int { try place(of: id, among: texts("/rows/id")) }

  private func place(of id: String, among ids: [String]) throws -> Int {
    guard let row = ids.firstIndex(of: id) else {
      let suggestion = Suggestion.text(for: id, among: ids.prefix(20_000).filter { $0.first == id.first })
      throw StoreError(.data, cannot: "show row", id, "'\(path)' has no such row\(suggestion)")
    }
    return row
  }

  private func rank(_ column: String, _ first: [String]) -> (Int, String) {
    let name = String(column.split(separator: "/").last ?? "")
    return (first.firstIndex(of: name) ?? first.count, column)
  }

  /// Whether a dataset has one value a row: the table's own columns, and those of tables beside it.
  private func isColumn(_ path: String, rows: Int, of table: String) -> Bool {
    let group = path.split(separator: "/").first.map { "/\($0)" } ?? ""
    let known = [table, "/variants"].contains(group) || path == "/labels/y"
    return known && shape(of: path) == [rows]
  }

  private func value(of column: String, at row: Int) throws -> String {
    switch inventory.datasets[column]?.type {
    case .text: try texts(column)[row]
    case .float32: "\(try array(column, of: Float.self)[row])"
    case .float64: "\(try array(column, of: Double.self)[row])"
    case .int64: try spoken(try array(column, of: Int64.self)[row], of: column)
    default: ""
    }
  }

  /// An index of a label with the label's name.
  private func spoken(_ value: Int64, of column: String) throws -> String {
    let isLabel = ["/labels/y", "/predictions/label", "/predictions/truth"].contains(column)
    guard isLabel, let names = try? texts("/labels/names"), names.indices.contains(Int(value)) else {
      return "\(value)"
    }
    return "\(value) (\(names[Int(value)]))"
  }

  private func soundFacts(_ row: Int) throws -> [RowStory.Fact] {
    guard contains("/audio/values") else { return [] }
    let samples = try ragged("/audio").read(row)
    let rate = try self.rate()
    let peak = samples.reduce(0) { max($0, abs($1)) }
    let seconds = Double(samples.count) / Double(rate)
    return [
      .init(name: "sound length", value: "\(samples.count) samples at \(rate) Hz, \(rounded(seconds)) s"),
      .init(name: "sound peak", value: rounded(Double(peak))),
    ]
  }

  private func tensorFacts(_ row: Int) throws -> [RowStory.Fact] {
    guard contains("/tensor/x") else { return [] }
    let tensor = try tensor()
    let values = try tensor.row(row)
    let length = try array("/tensor/length", of: Int64.self)[row]
    let names = try texts("/tensor/feature")
    let (low, high) = (values.min() ?? 0, values.max() ?? 0)
    return [
      .init(name: "tensor shape", value: tensor.layout.rowShape.map(String.init).joined(separator: " × ")),
      .init(name: "tensor length", value: "\(length) frames"),
      .init(name: "tensor features", value: names.count > 3 ? "\(names[0]) … \(names[names.count - 1])" : "\(names)"),
      .init(name: "tensor range", value: "\(rounded(Double(low))) to \(rounded(Double(high)))"),
    ]
  }

  private func foldFacts(_ row: Int) throws -> [RowStory.Fact] {
    try datasetPaths.compactMap { path in
      let parts = path.split(separator: "/")
      guard parts.count == 4, parts[0] == "splits", ["train", "validation", "test"].contains(parts[3]),
        try array(path, of: Int64.self).contains(Int64(row))
      else { return nil }
      return .init(name: "\(parts[1])/\(parts[2])", value: String(parts[3]))
    }
  }

  private func rounded(_ value: Double) -> String { "\((value * 10_000).rounded() / 10_000)" }

  /// The names under which the row may stand in the file that this one was made from, the likeliest first.
  private static func parents(of id: String, in file: InputFile) throws -> [String] {
    guard file.contains("/rows/parent"), let row = try file.texts("/rows/id").firstIndex(of: id) else { return [id] }
    // A window of a clip is called `<row>@<number>`.
    let whole = id.lastIndex(of: "@").map { String(id[..<$0]) }
    return [id] + (whole.map { [$0] } ?? []) + [try file.texts("/rows/parent")[row]]
  }

  private static func locate(_ input: Input, beside path: String) throws -> String? {
    // Recipes link to the store's files: what the link leads to has the neighbours.
    let real = realPath(path) ?? path
    let folder = splitPath(real).folder
    let above = splitPath(String(folder.dropLast())).folder
    let beside = listing(of: above).map { "\(above)\($0)/" }
    // A report's folder stands beside the store, whose folders are one level further down.
    let below = beside.flatMap { folder in listing(of: folder).map { "\(folder)\($0)/" } }
    let candidates = [folder] + beside + below
    return try candidates.map { $0 + input.name }.first { candidate in
      guard isFile(candidate) else { return false }
      return try Digest(ofFile: candidate).description == input.sha256
    }
  }
}

extension RowStory {
  /// The same story as a JSON document.
  public var json: JSON {
    .array(
      chapters.map { chapter in
        .object([
          "file": .string(chapter.file),
          "tool": chapter.tool.map { .object(["name": .string($0.name), "version": .string($0.version)]) } ?? .null,
          "facts": .object(
            Dictionary(chapter.facts.map { ($0.name, .string($0.value)) }, uniquingKeysWith: { first, _ in first })),
        ])
      })
  }
}
