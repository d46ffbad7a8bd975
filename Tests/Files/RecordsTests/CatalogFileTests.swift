import Store
import TestSupport
import Testing

@testable import Records

@Suite struct CatalogFileTests {
  @Test func `every column that a schema asks for has a name here`() throws {
    let columns = Schema.catalog.items.map(\.path).filter { $0.hasPrefix("/clips/") }
    #expect(columns.count > 10)
    #expect(Set(columns).isSubset(of: Set(ClipColumn.allCases.map(\.path))))
  }

  @Test func `shares that are not one a clip and label are refused`() throws {
    let scratch = Scratch()
    try write(shares: [1, 0, 0.5, 0.5], to: scratch.file("whole.h5"))
    let whole = try CatalogFile(InputFile.open(scratch.file("whole.h5"), expecting: .catalog)).shares()
    #expect(whole.names == ["angry", "sad"])
    #expect(whole.shares.map(Array.init) == [[1, 0], [0.5, 0.5]])
    try write(shares: [1, 0, 0.5], to: scratch.file("short.h5"))
    #expect(throws: RecordError.self) {
      try CatalogFile(InputFile.open(scratch.file("short.h5"), expecting: .catalog)).shares()
    }
  }

  private func write(shares: [Float], to path: String) throws {
    let output = try OutputFile(
      path, schema: .catalog, tool: Tool(name: "test", version: "1"), settings: "{}", inputs: [])
    for column in ClipColumn.allCases.prefix(while: { $0 != .age }) {
      try output.write(column.path, texts: ["a", "b"])
    }
    for column in ClipColumn.allCases.drop(while: { $0 != .age }) { try output.write(column.path, [1, 2] as [Int64]) }
    try output.write("/labels/names", texts: ["angry", "sad"])
    try output.write("/labels/share", shares, shape: [shares.count])
    try output.commit()
  }
}
