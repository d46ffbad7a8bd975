import Foundation
import Testing

@testable import Recipes

/// What a text becomes on its way to Make and the shell; stage tests ask both whether it arrives.
@Suite struct `Text for Make` {
  @Test(arguments: [
    ("data/labels.csv", "data/labels.csv"),
    ("", "''"),
    ("my labels.csv", "'my labels.csv'"),
    ("it's", "'it'\\''s'"),
    ("$(shell x)", "'$$(shell x)'"),
    ("a\nb", "$$'a\\012b'"),
    ("\u{1}'\\$", "$$'\\001\\'\\\\$$'"),
    // For Swift one character, for a shell still a quotation mark.
    ("'\u{301}; x", "''\\''\u{301}; x'"),
    ("$\u{301}", "'$$\u{301}'"),
    ("a\r\nb", "$$'a\\015\\012b'"),
  ])
  func `is one word`(text: String, word: String) {
    #expect(MakeText.word(text).map { Array($0.utf8) } == Array(word.utf8))
  }

  @Test func `has no word for a NUL`() { #expect(MakeText.word("a\0b") == nil) }

  @Test func `is plain where it means itself`() {
    for text in ["build", "a/b.c", "x_1+2-3", "_", "9"] { #expect(MakeText.isPlain(text), "\(text)") }
    for text in ["", "/a", "a/", "a//b", "..", "a/../b", "-a", "a b", "a:b", "a%", "$", "~", "a\n", "é", "a/\u{301}b"] {
      #expect(!MakeText.isPlain(text), "\(text)")
    }
  }

  @Test func `of two paths has two plain names`() {
    let paths = [
      "a/labels.csv", "b/labels.csv", "a b.csv", "a\tb.csv", "", "/", "…", String(repeating: "x", count: 999),
    ]
    let names = paths.map { MakeText.name(for: $0) }
    #expect(Set(names).count == paths.count)
    #expect(names.allSatisfy { MakeText.isPlainPart($0) && $0.utf8.count < 64 }, "\(names)")
    #expect(names[0].hasSuffix("-labels.csv"))
  }
}
