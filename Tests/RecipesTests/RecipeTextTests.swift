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
}
