import Testing

@testable import Plotting

@Suite struct MarkupTests {
  @Test func `strings are escaped wherever they stand`() {
    let markup = tag("p", ["title": "a\"b<c"]) {
      "1 < 2 & '3'"
      tag("b") { "bold" }
    }
    #expect(markup.text == "<p title=\"a&quot;b&lt;c\">1 &lt; 2 &amp; &#39;3&#39;<b>bold</b></p>")
  }

  @Test func `what XML forbids and what turns the reading direction is replaced`() {
    #expect(
      Markup("a\u{0}b\u{1B}c\u{FFFE}d\u{202E}e\u{2067}f").text == "a\u{FFFD}b\u{FFFD}c\u{FFFD}d\u{FFFD}e\u{FFFD}f")
    #expect(Markup("tab\tline\nüñí😀").text == "tab\tline\nüñí😀")
  }

  @Test func `blocks take loops, conditions and nothing`() {
    let isShown = false
    let markup = tag("ul") {
      for number in 1...3 { tag("li") { String(number) } }
      if isShown { tag("li") { "hidden" } }
      Markup?.none
    }
    #expect(markup.text == "<ul><li>1</li><li>2</li><li>3</li></ul>")
    #expect(tag("br").text == "<br/>")
    #expect(tag("td") {}.text == "<td></td>")
  }

  @Test func `numbers are written with fixed decimals and without tails`() {
    #expect((0.125).fixed(2) == "0.13")
    #expect((-0.004).fixed(2) == "0.00")
    #expect((-1.5).fixed(0) == "\u{2212}2")
    #expect((1234.5).fixed(1) == "1234.5")
    #expect((0.05).fixed(1) == "0.1")
    #expect(Double.nan.fixed(1) == "–" && Double.infinity.fixed(1) == "–")
    #expect((0.4812).percent == "48.1")
    #expect(
      (12.0).px == "12" && (-0.256).px == "-0.3" && (-0.04).px == "0" && (100.5).px == "100.5" && Double.nan.px == "0")
  }

  @Test func `names that are too long end in an ellipsis`() {
    #expect(fitted("short", width: 100, size: 12) == "short")
    let cut = fitted("a name that is far too long for its place", width: 100, size: 12)
    #expect(cut.hasSuffix("…") && textWidth(cut, size: 12) <= 100)
  }
}
