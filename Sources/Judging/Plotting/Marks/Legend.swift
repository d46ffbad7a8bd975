/// Names for the looks of lines and bars, in one row.
struct Legend {
  struct Entry {
    enum Sign {
      case line
      case dashes(String)
      case dot
      case diamond
    }

    let name: String
    let ink: Ink
    var sign = Sign.line
  }

  let entries: [Entry]
  static let height = 18.0

  /// Draws the row from a point on, its entries beside each other.
  func draw(at start: Point, on canvas: inout Canvas) {
    var x = start.x
    for entry in entries {
      let middle = start.y + Legend.height / 2
      var gap = 16.0
      switch entry.sign {
      case .dot: canvas.dot(Point(x: x + 8, y: middle), entry.ink)
      case .diamond: canvas.diamond(Point(x: x + 8, y: middle), entry.ink)
      case .line, .dashes:
        gap = 23
        canvas.line(
          from: Point(x: x, y: middle), to: Point(x: x + 18, y: middle), entry.ink, width: 2.5, dash: entry.sign.dash)
      }
      canvas.words(entry.name, at: Point(x: x + gap, y: middle + 4), .start, .muted)
      x += gap + textWidth(entry.name, size: Canvas.Letters.tick) + 16
    }
  }
}

extension Legend.Entry.Sign {
  fileprivate var dash: String? {
    if case .dashes(let dash) = self { dash } else { nil }
  }
}
