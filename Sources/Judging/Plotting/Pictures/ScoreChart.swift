/// Scores between 0 and 100 % as dots with their intervals, one row per name, beside lines to compare with.
public struct ScoreChart: Sendable {
  /// One score.
  public struct Row: Sendable {
    let name: String
    let value: Double?
    let interval: ClosedRange<Double>?
    let other: Double?

    /// A score, its interval, and another score of the same name to compare it with.
    public init(name: String, value: Double? = nil, interval: ClosedRange<Double>? = nil, other: Double? = nil) {
      self.name = name
      self.value = value
      self.interval = interval
      self.other = other
    }
  }

  /// A line across all rows.
  public struct Reference: Sendable {
    let name: String
    let value: Double

    /// A line at a score.
    public init(name: String, value: Double) {
      self.name = name
      self.value = value
    }
  }

  let title: String
  let measure: String
  let rows: [Row]
  let references: [Reference]
  let otherName: String?

  /// Scores under a title.
  /// - Parameters:
  ///   - measure: what is scored, `UAR` or `recall`.
  ///   - otherName: what the rows' other score is, `listeners`.
  public init(
    title: String, measure: String, rows: [Row], references: [Reference] = [], otherName: String? = nil
  ) {
    self.title = title
    self.measure = measure
    self.rows = rows
    self.references = references
    self.otherName = otherName
  }

  /// The rows one under another.
  public func picture(width: Double = 360) -> Picture {
    let pitch = rows.count > 12 ? 17.0 : 25.0
    let top = 24 + (legend.entries.count > 1 ? Legend.height + 2 : 0)
    let height = top + Double(rows.count) * pitch + 42
    return Picture(width: width, height: height, title: title) { canvas in
      canvas.place(.heading(title, width: width), at: Point(x: 0, y: 0))
      if legend.entries.count > 1 { legend.draw(at: Point(x: 0, y: 22), on: &canvas) }
      let names = rows.map { textWidth($0.name, size: Canvas.Letters.label) }.max() ?? 0
      let room = min(names, width * 0.38) + 10
      let ticks = stride(from: 0.0, through: 1, by: 0.2).map { Tick(value: $0, label: (100 * $0).fixed(0)) }
      let axes = Axes(
        in: Rect(x: 0, y: top, width: width - 30, height: height - top), x: 0...1,
        Axes.Side(label: "\(measure) (%)", ticks: ticks), y: 0...Double(max(rows.count, 1)),
        Axes.Side(label: "", ticks: []), room: room)
      axes.drawGrid(on: &canvas)
      for (index, look) in zip(references, ScoreChart.looks) {
        let x = axes.x(index.value)
        canvas.line(
          from: Point(x: x, y: axes.area.y), to: Point(x: x, y: axes.area.bottom), look.ink, width: 1.5, dash: look.dash
        )
      }
      for (index, row) in rows.enumerated() {
        let y = axes.area.y + (Double(index) + 0.5) * axes.area.height / Double(rows.count)
        draw(row, at: y, on: axes, nameWidth: room - 10, canvas: &canvas)
      }
      axes.drawSides(on: &canvas)
    }
  }

  private static let looks: [(ink: Ink, dash: String)] = [(.orange, "5 3"), (.green, "2 3"), (.purple, "8 3 2 3")]

  private var legend: Legend {
    var entries = [Legend.Entry(name: measure, ink: .blue, sign: .dot)]
    if let otherName { entries.append(.init(name: otherName, ink: .orange, sign: .diamond)) }
    for (reference, look) in zip(references, ScoreChart.looks) {
      entries.append(.init(name: reference.name, ink: look.ink, sign: .dashes(look.dash)))
    }
    return Legend(entries: entries)
  }

  private func draw(_ row: Row, at y: Double, on axes: Axes, nameWidth: Double, canvas: inout Canvas) {
    canvas.words(
      fitted(row.name, width: nameWidth, size: Canvas.Letters.label), at: Point(x: axes.area.x - 7, y: y + 4), .end,
      size: Canvas.Letters.label, .text)
    if let interval = row.interval {
      let low = axes.x(interval.lowerBound), high = axes.x(interval.upperBound)
      canvas.line(from: Point(x: low, y: y), to: Point(x: high, y: y), .blue, width: 2)
      for end in [low, high] {
        canvas.line(from: Point(x: end, y: y - 4), to: Point(x: end, y: y + 4), .blue, width: 1.5)
      }
    } else if let value = row.value, hasStems {
      canvas.line(from: Point(x: axes.area.x, y: y), to: Point(x: axes.x(value), y: y), .blue, width: 2)
    }
    if let other = row.other {
      canvas.diamond(
        Point(x: axes.x(other), y: y), .orange, hint: "\(row.name), \(otherName ?? ""): \(other.percent) %")
    }
    if let value = row.value {
      canvas.dot(Point(x: axes.x(value), y: y), radius: 4, .blue, hint: "\(row.name): \(value.percent) %")
    }
    if let shown = row.value ?? row.other { canvas.words(shown.percent, at: Point(x: axes.area.right + 10, y: y + 4)) }
  }

  /// Dots hang on stems where no interval says how long a line should be.
  private var hasStems: Bool { rows.allSatisfy { $0.interval == nil && $0.other == nil } }
}
