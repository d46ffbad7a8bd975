import Tables
import Testing

@Suite struct TableTests {
  @Test func `a CSV file may quote, break lines and double quotes`() throws {
    let text = "\u{FEFF}name,\"a \"\"big\"\" one\"\r\n\"x,y\",\"two\nlines\"\r\n\n\"\",last"
    let table = try Table(parsing: Array(text.utf8), name: "t.csv")
    #expect(table.columns == ["name", "a \"big\" one"])
    #expect(table.rows == [["x,y", "two\nlines"], ["", "last"]])
  }

  @Test func `a broken CSV file is refused with the line`() {
    func refusal(_ text: String) -> String {
      do {
        return "accepted: \(try Table(parsing: Array(text.utf8), name: "t.csv").rows)"
      } catch {
        return error.description
      }
    }
    #expect(refusal("") == "cannot read 't.csv': line 1: it is empty; expected column names")
    #expect(refusal("a,b\n1\n") == "cannot read 't.csv': line 2: found 1 fields; expected 2")
    #expect(refusal("a,b\n1,\"x\n") == "cannot read 't.csv': line 2: a quote is opened here and never closed")
    #expect(refusal("a,b\n\"1\"2,3\n") == "cannot read 't.csv': line 2: expected a comma after the closing quote")
  }

  @Test func `what is written is read back alike`() throws {
    let rows = [
      ["plain", ""], ["", "a, b"], ["she said \"so\"", "\""], ["two\nlines", "two\r\nlines"], ["\r", "é 名"],
    ]
    let text = ([["one", "two"]] + rows).map { TableLine($0).text }.joined()
    let table = try Table(parsing: Array(text.utf8), name: "t.csv")
    #expect(table.columns == ["one", "two"])
    #expect(table.rows == rows)
    #expect(TableLine(["a", "b,c", "d\"e"]).text == "a,\"b,c\",\"d\"\"e\"\n")
  }
}
