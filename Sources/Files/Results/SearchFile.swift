import FoundationEssentials
import Search
import Settings
import Store

/// A search's table as a file, `lilt/search/1`. How long trials took is told, but not kept: equal searches make equal
/// bytes, stopped and resumed or not.
public enum SearchFile {
  /// Writes a table, all or nothing.
  /// - Parameters:
  ///   - folds: names of the inner folds, in the order of the scores.
  ///   - settings: what was searched, as canonical JSON.
  public static func write(
    _ table: SearchTable, folds: [String], to path: String, tool: Tool, settings: String, inputs: [Input]
  ) throws {
    let output = try OutputFile(path, schema: .search, tool: tool, settings: settings, inputs: inputs)
    try output.attach("base", table.base, to: "/")
    try output.attach("goal", table.goal.rawValue, to: "/")
    try output.write("/trials/changes", texts: table.rows.map { JSON.object($0.changes).canonical })
    try output.write(
      "/trials/scores", table.rows.flatMap { $0.scores.map { $0 ?? .nan } }, shape: [table.rows.count, folds.count])
    try output.write("/folds/name", texts: folds)
    try output.commit()
  }

  /// Reads a table, to go on from it; nil where there is none that can be read.
  public static func read(_ path: String) -> SearchTable? {
    guard let file = try? InputFile.open(path, expecting: .search) else { return nil }
    return try? table(of: file)
  }

  private static func table(of file: InputFile) throws -> SearchTable {
    let changes = try file.texts("/trials/changes"), scores: [Double] = try file.array("/trials/scores")
    let folds = scores.count / max(1, changes.count)
    let rows = try changes.enumerated().map { index, text in
      JSON.object([
        "changes": try JSON(parsing: text.utf8),
        "scores": .array(scores[index * folds..<(index + 1) * folds].map { $0.isNaN ? .null : .number($0) }),
        "seconds": .number(0),
      ])
    }
    let tree = JSON.object([
      "base": .string(try file.text("base", of: "/")), "goal": .string(try file.text("goal", of: "/")),
      "rows": .array(rows),
    ])
    return try JSONDecoder().decode(SearchTable.self, from: Data(tree.canonical.utf8))
  }
}
