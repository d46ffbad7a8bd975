import Search
import Settings
import Store
import TestSupport
import Testing

@testable import Results

@Suite struct SearchFileTests {
  private struct Stopped: Error {}

  private let search = try? SearchSettings(parsing: "{ space: { a: [1, 2], b: [[10], [20, 30]] } }".utf8)
  private let base = JSON.object(["a": .integer(0), "b": .null])

  private func score(_ settings: JSON, _ fold: Int) -> Double {
    guard case .object(let members) = settings, case .integer(let a)? = members["a"] else { return 0 }
    return Double(a) / Double(fold + 3)
  }

  private func write(_ table: SearchTable, to path: String) throws {
    try SearchFile.write(
      table, folds: ["fold0", "fold1"], to: path, tool: Tool(name: "test", version: "1"), settings: "{}", inputs: [])
  }

  @Test func `a search that was stopped goes on from its file and ends in the same bytes`() throws {
    let scratch = Scratch()
    let search = try #require(search)
    let whole = try search.run(over: base, folds: 2, evaluate: { score($0, $1) })
    try write(whole, to: scratch.file("whole.h5"))
    let path = scratch.file("stopped.h5")
    _ = try? search.run(
      over: base, folds: 2,
      keep: { table in
        try write(table, to: path)
        if table.rows[1].scores[0] != nil { throw Stopped() }
      }, evaluate: { score($0, $1) })
    let found = try #require(SearchFile.read(path))
    #expect(found.rows.flatMap(\.scores).count { $0 != nil } == 3)
    let rest = try search.run(over: base, folds: 2, resuming: found, evaluate: { score($0, $1) })
    try write(rest, to: path)
    #expect(try Input(file: path).sha256 == Input(file: scratch.file("whole.h5")).sha256)
    #expect(SearchFile.read(path)?.best?.changes["a"] == .integer(2))
  }

  @Test func `scores on other rows do not count`() throws {
    let scratch = Scratch()
    let search = try #require(search)
    try write(search.run(over: base, folds: 2, evaluate: { score($0, $1) }), to: scratch.file("s.h5"))
    let other = JSON.object(["a": .integer(0), "b": .null, "identity": .string("other rows")])
    let table = try search.run(
      over: other, folds: 2, resuming: SearchFile.read(scratch.file("s.h5")), evaluate: { _, _ in 0.5 })
    #expect(table.rows.flatMap(\.scores).allSatisfy { $0 == 0.5 })
  }
}
