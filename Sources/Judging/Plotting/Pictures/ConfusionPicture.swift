/// A confusion matrix: one row per true class, one column per predicted class, darker where more rows fall.
public struct ConfusionPicture: Sendable {
  let title: String
  let labels: [String]
  let counts: [[Int]]

  /// A picture of counts, [truth, guess].
  public init(title: String, labels: [String], counts: [[Int]]) {
    self.title = title
    self.labels = labels
    self.counts = counts
  }

  /// The matrix with numbers of rows.
  public func ofCounts(width: Double = 360) -> Picture {
    picture(width: width, caption: "rows") { count, _ in String(count) }
  }

  /// The matrix with percentages of the true class.
  public func ofRates(width: Double = 360) -> Picture {
    picture(width: width, caption: "% of the true class") { count, sum in
      sum == 0 ? "–" : (100 * Double(count) / Double(sum)).fixed(0)
    }
  }

  private func picture(width: Double, caption: String, text: @escaping (Int, Int) -> String) -> Picture {
    let names = labels.map { textWidth($0, size: Canvas.Letters.label) }.max() ?? 0
    let room = min(names, 96) + 26
    let cell = (width - room - 2) / Double(max(labels.count, 1))
    let tall = min(cell, 48)
    let top = 26.0
    // Column names stand upright where they would not fit side by side.
    let isTurned = names + 4 > cell
    let bottom = top + tall * Double(labels.count)
    let height = bottom + (isTurned ? min(names, 96) * 0.9 : 14) + 22
    return Picture(width: width, height: height, title: "\(title), \(caption)") { canvas in
      canvas.place(.heading("\(title), \(caption)", width: width), at: Point(x: 0, y: 0))
      canvas.words(
        "true", at: Point(x: 11, y: (top + bottom) / 2), .middle, size: Canvas.Letters.label, .muted, turned: true)
      for (row, label) in labels.enumerated() {
        let y = top + tall * Double(row)
        canvas.words(
          fitted(label, width: 96, size: Canvas.Letters.label), at: Point(x: room - 7, y: y + tall / 2 + 4), .end,
          size: Canvas.Letters.label, .text)
        drawRow(row, cells: Rect(x: room, y: y, width: cell, height: tall), text: text, on: &canvas)
        let x = room + cell * (Double(row) + 0.5)
        canvas.words(
          fitted(label, width: 96, size: Canvas.Letters.label),
          at: Point(x: isTurned ? x + 4 : x, y: bottom + (isTurned ? 7 : 15)),
          isTurned ? .end : .middle, size: Canvas.Letters.label, .text, turned: isTurned)
      }
      canvas.words(
        "predicted", at: Point(x: room + (width - room) / 2, y: height - 6), .middle, size: Canvas.Letters.label, .muted
      )
    }
  }

  private func drawRow(_ row: Int, cells: Rect, text: (Int, Int) -> String, on canvas: inout Canvas) {
    let sum = counts[row].reduce(0, +)
    for (column, count) in counts[row].enumerated() {
      let share = sum == 0 ? 0 : Double(count) / Double(sum)
      let place = Rect(x: cells.x + cells.width * Double(column), y: cells.y, width: cells.width, height: cells.height)
        .inset(left: 1, top: 1, right: 1, bottom: 1)
      canvas.fill(place, .grid, opacity: 0.45, corner: 2)
      let hint = "\(labels[row]) taken for \(labels[column]): \(count) of \(sum)"
      canvas.fill(place, .heat, opacity: share, corner: 2, hint: hint)
      let ink: Ink = share > 0.55 ? .surface : count == 0 ? .muted : .text
      let words = text(count, sum)
      let size = min(Canvas.Letters.label, cells.width / max(textWidth(words, size: 1), 1) * 0.9)
      canvas.words(
        words, at: Point(x: place.middle.x, y: place.middle.y + size * 0.36), .middle, size: size, ink,
        isBold: row == column)
    }
  }
}
