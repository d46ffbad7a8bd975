import Plotting

/// A table that scrolls by itself where the screen is narrower than it is.
struct Table {
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

extension Table.Align {
  fileprivate var name: String {
    switch self {
    case .words: "words"
    case .prose: "prose"
    case .number: "number"
    }
  }
}
