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

/// A table that scrolls by itself where the screen is narrower than it is.
struct HTMLTable {
  /// Words may be squeezed; prose keeps room for a few words a line.
  enum Align { case words, prose, number }

  /// One cell: its content and whether it deserves attention.
  struct Cell: ExpressibleByStringLiteral {
    enum Look: String { case mark, clean }
    let content: Markup
    var look: Look?

    init(_ content: Markup, look: Look? = nil) {
      self.content = content
      self.look = look
    }
    init(_ text: String, look: Look? = nil) { self.init(Markup(text), look: look) }
    init(_ number: Int) { self.init(String(number)) }
    init(stringLiteral text: String) { self.init(text) }
  }

  struct Row {
    let cells: [Cell]
    var isTotal = false
  }

  var caption: String?
  let columns: [(name: String, align: Align)]
  let rows: [Row]

  var markup: Markup {
    if let caption {
      return Markup([tag("p", ["class": "caption"]) { caption }, table])
    }
    return table
  }

  private var table: Markup {
    tag("div", ["class": "scroll"]) {
      tag("table", caption.map { ["aria-label": $0] } ?? [:]) {
        tag("thead") {
          tag("tr") {
            for column in columns { tag("th", ["scope": "col", "class": column.align.name]) { column.name } }
          }
        }
        tag("tbody") {
          for row in rows { line(row) }
        }
      }
    }
  }

  private func line(_ row: Row) -> Markup {
    tag("tr", row.isTotal ? ["class": "total"] : [:]) {
      for (index, (cell, column)) in zip(row.cells, columns).enumerated() {
        if index == 0 {
          tag("th", ["scope": "row", "class": column.align.name]) { cell.content }
        } else {
          tag("td", ["class": [column.align.name, cell.look?.rawValue].compactMap(\.self).joined(separator: " ")]) {
            cell.content
          }
        }
      }
    }
  }
}

extension HTMLTable.Align {
  fileprivate var name: String {
    switch self {
    case .words: "words"
    case .prose: "prose"
    case .number: "number"
    }
  }
}

/// How a page looks: one column for a phone, contents beside it on a desk, dark where the reader's screen is, and plain on
/// paper. It holds no `<` and no `&`, so that it is text in XML as well.
enum Style {
  static let sheet = """
    :root{--text:#1d2129;--muted:#59626e;--line:#d9dde2;--ground:#fff;--raised:#f6f7f9;--link:#0a5d9c;--good:#00694c;\
    --bad:#a63a00}
    @media screen and (prefers-color-scheme:dark){:root{--text:#e8eaed;--muted:#a6aeb8;--line:#363d45;--ground:#15181c;\
    --raised:#1d2126;--link:#7cc0f5;--good:#3fcf9f;--bad:#ff9547}}
    *{box-sizing:border-box}
    html{scroll-behavior:smooth;-webkit-text-size-adjust:100%}
    body{margin:0 auto;padding:0 16px 48px;max-width:80rem;color:var(--text);background:var(--ground);\
    font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,Helvetica,Arial,sans-serif;overflow-wrap:break-word}
    header{padding:28px 0 4px}
    h1{font-size:1.9rem;line-height:1.2;margin:0}
    h2{font-size:1.35rem;line-height:1.3;margin:0 0 .6rem;padding-top:1.6rem;border-top:1px solid var(--line)}
    h3{font-size:1.05rem;margin:1.6rem 0 .5rem}
    p{margin:.6rem 0;max-width:44rem}
    .lead{font-size:1.1rem;color:var(--muted)}
    .note,figcaption,footer{color:var(--muted);font-size:.9rem}
    figcaption{margin-top:.35rem;max-width:44rem}
    a{color:var(--link)}
    section{margin-top:2rem;scroll-margin-top:8px}
    nav ol{columns:2;column-gap:24px;margin:1rem 0 0;padding-left:1.4rem;font-size:.95rem}
    nav li{margin:.15rem 0}
    .scores{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,13.5rem),1fr));gap:12px;margin:1rem 0}
    .score{background:var(--raised);border:1px solid var(--line);border-radius:8px;padding:12px 14px}
    .score b{display:block;font-size:1.75rem;line-height:1.25;font-variant-numeric:tabular-nums}
    .score .name{font-weight:600}
    .score p{margin:.3rem 0 0;font-size:.88rem;line-height:1.45;color:var(--muted)}
    .scores .first{border-color:var(--link);border-width:2px}
    .pictures{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,300px),1fr));gap:22px 26px;\
    align-items:start}
    .pair{grid-template-columns:repeat(auto-fill,minmax(min(100%,400px),1fr))}
    figure{margin:1rem 0}
    .pictures figure{margin:0}
    svg{display:block;width:100%;max-width:30rem;height:auto}
    .scroll{overflow-x:auto;margin:1rem 0}
    table{border-collapse:collapse;font-size:.92rem;font-variant-numeric:tabular-nums}
    .caption{font-weight:600;margin:1rem 0 -.6rem;font-size:.95rem}
    th,td{padding:.3rem 1.15rem .3rem 0;text-align:left;vertical-align:top;border-bottom:1px solid var(--line)}
    th:last-child,td:last-child{padding-right:0}
    thead th{border-bottom:2px solid var(--line);font-weight:600;vertical-align:bottom}
    tbody th{font-weight:400;min-width:6.4rem}
    td.prose{min-width:11rem}
    .number{text-align:right}
    td.number{white-space:nowrap}
    tr.total>*{font-weight:600}
    td.mark{color:var(--bad);font-weight:600}
    td.clean{color:var(--good)}
    .callout{border-left:4px solid var(--bad);background:var(--raised);padding:.6rem .9rem;margin:1rem 0;max-width:46rem}
    .callout.good{border-color:var(--good)}
    .callout p{margin:.2rem 0}
    code,pre{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;font-size:.86rem}
    pre{background:var(--raised);border:1px solid var(--line);border-radius:8px;padding:12px 14px;overflow-x:auto;\
    line-height:1.45}
    .hash{overflow-wrap:anywhere;word-break:break-all}
    .sides{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,24rem),1fr));gap:0 20px}
    .sides>*{min-width:0}
    details{margin:.8rem 0}
    summary{cursor:pointer;color:var(--link)}
    sup{line-height:0}
    @media (min-width:1080px){body{display:grid;grid-template-columns:11.5rem minmax(0,1fr);column-gap:40px}
    header,footer{grid-column:1/-1}body>main:only-of-type:nth-child(2){grid-column:1/-1}
    nav{position:sticky;top:24px;align-self:start;margin-top:2rem}
    nav ol{columns:1;list-style:none;padding:0;margin:0;border-left:2px solid var(--line)}
    nav li{margin:0}nav a{display:block;padding:.22rem 0 .22rem .9rem;text-decoration:none;color:var(--muted)}
    nav a:hover{color:var(--link)}}
    @media print{body{display:block;max-width:none;padding:0;font-size:10.5pt}nav{display:none}
    a{color:inherit;text-decoration:none}figure,.score,tr,.callout{break-inside:avoid}h2,h3{break-after:avoid}
    .pictures{grid-template-columns:repeat(3,1fr)}.pair{grid-template-columns:1fr 1fr}figure svg{max-width:26rem}\
    pre{white-space:pre-wrap}.scroll{overflow:visible}}
    """
}
