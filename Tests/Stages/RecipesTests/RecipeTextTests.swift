import Settings
import Testing

@testable import Recipes

@Suite struct RecipeTextTests {
  @Test func `a recipe keeps its author's lines and loses its comments`() {
    let source = """
      // What it is.

      {
        corpora: ["ravdess"],   // a comment, "with quotes"
        /* two
           lines */
        seed: /* inside */ 7,
      }
      """
    #expect(
      RecipeText(withoutComments: source).text == """
        {
          corpora: ["ravdess"],
          seed: 7,
        }
        """)
  }

  @Test func `what looks like a comment inside a text is text`() {
    let source = #"{ a: "http://x", b: 'it\'s /* no */ comment', c: "\\" } // end"#
    #expect(RecipeText(withoutComments: source).text == #"{ a: "http://x", b: 'it\'s /* no */ comment', c: "\\" }"#)
  }

  @Test func `a changed comment leaves the text as it was`() {
    let plain = "{\n  seed: 7,\n}"
    #expect(RecipeText(withoutComments: "// one\n{ // two\n\n  /* 3 */ seed: 7, /* four */\n}\n").text == plain)
  }

  @Test(arguments: ["\r\n", "\r", "\u{2028}", "\u{2029}"])
  func `lines may end in every way that JSON5 knows`(end: String) throws {
    let source = "// What it is,\n//   in two lines.\n{ // one\n  seed: 7, // two\n\n  corpora: [\"a // b\"],\n}\n"
    let here = RecipeText(withoutComments: source)
    #expect(here.title == "What it is, in two lines.")
    #expect(here.text == "{\n  seed: 7,\n  corpora: [\"a // b\"],\n}")
    let there = source.replacing("\n", with: end)
    #expect(RecipeText(withoutComments: there) == here)
    #expect(try JSON(parsing: there.utf8) == JSON(parsing: source.utf8))
  }

  @Test func `a title is one line without a mark, without controls, and of bounded length`() {
    #expect(RecipeText(withoutComments: "\u{FEFF}// A\tb\u{1B}[31m\u{85}c\n{}").title == "A b [31m c")
    #expect(RecipeText(withoutComments: "// " + String(repeating: "x", count: 5000) + "\n{}").title.count == 1000)
    #expect(RecipeText(withoutComments: "{} // late").title == "")
  }
}
