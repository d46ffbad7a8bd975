import Plotting

/// A part of a page that the table of contents names.
struct Section {
  let id: String
  let title: String
  let body: Markup

  init(_ id: String, _ title: String, @MarkupBuilder body: () -> Markup) {
    self.id = id
    self.title = title
    self.body = body()
  }
}

/// One self-contained file of HTML, which is well-formed XML too.
struct Page {
  let title: String
  let lead: String
  let sections: [Section]
  let footer: String

  var html: String {
    "<!DOCTYPE html>\n"
      + tag("html", ["lang": "en", "xmlns": "http://www.w3.org/1999/xhtml"]) {
        head
        tag("body") {
          tag("header") {
            tag("h1") { title }
            if !lead.isEmpty { tag("p", ["class": "lead"]) { Page.prose(lead) } }
          }
          if sections.count > 2 { contents }
          tag("main") {
            for section in sections {
              tag("section", ["id": section.id]) {
                tag("h2") { section.title }
                section.body
              }
            }
          }
          tag("footer") { tag("p") { footer } }
        }
      }.text + "\n"
  }

  /// Text in which words between backticks are code, as people write comments.
  private static func prose(_ text: String) -> Markup {
    let parts = text.split(separator: "`", omittingEmptySubsequences: false).map(String.init)
    guard parts.count % 2 == 1 else { return Markup(text) }
    return Markup(parts.enumerated().map { place, part in place % 2 == 0 ? Markup(part) : tag("code") { part } })
  }

  private var head: Markup {
    tag("head") {
      tag("meta", ["charset": "utf-8"])
      tag("meta", ["name": "viewport", "content": "width=device-width, initial-scale=1"])
      tag("meta", ["name": "color-scheme", "content": "light dark"])
      // Nothing is fetched and nothing runs, whatever a clip is called.
      tag(
        "meta",
        [
          "http-equiv": "Content-Security-Policy",
          "content": "default-src 'none'; style-src 'unsafe-inline'; img-src data:",
        ])
      tag("link", ["rel": "icon", "href": "data:,"])
      tag("title") { title }
      tag("style") { Markup(verbatim: Style.sheet + Ink.styleSheet) }
    }
  }

  private var contents: Markup {
    tag("nav", ["aria-label": "Contents"]) {
      tag("ol") {
        for section in sections {
          tag("li") { tag("a", ["href": "#\(section.id)"]) { section.title } }
        }
      }
    }
  }
}
