/// A number for each of some names, as bars that start from zero.
public struct BarChart: Sendable {
  /// One bar.
  public struct Bar: Sendable {
    let name: String
    let value: Double
    let label: String

    /// A bar and the words at its end.
    public init(name: String, value: Double, label: String) {
      self.name = name
      self.value = value
      self.label = label
    }
  }

  let title: String
  let unit: String
  let bars: [Bar]

  /// Bars under a title.
  /// - Parameter unit: what the axis measures, with its unit.
  public init(title: String, unit: String, bars: [Bar]) {
    self.title = title
    self.unit = unit
    self.bars = bars
  }

  /// The bars one under another.
  public func picture(width: Double = 360) -> Picture {
    let pitch = 24.0
    let height = 22 + Double(bars.count) * pitch + 42
    return Picture(width: width, height: height, title: title) { canvas in
      canvas.place(.heading(title, width: width), at: Point(x: 0, y: 0))
      let names = bars.map { textWidth($0.name, size: Canvas.Letters.label) }.max() ?? 0
      let labels = bars.map { textWidth($0.label, size: Canvas.Letters.tick) }.max() ?? 0
      let largest = bars.map(\.value).filter(\.isFinite).max() ?? 0
      let domain = 0...max(largest, 1e-9)
      let axes = Axes(
        in: Rect(x: 0, y: 22, width: width - labels, height: height - 22), x: domain,
        Axes.Side(label: unit, ticks: Tick.round(in: domain, about: 4)), y: 0...Double(max(bars.count, 1)),
        Axes.Side(label: "", ticks: []), room: min(names, width * 0.4) + 10)
      axes.drawGrid(on: &canvas)
      for (index, bar) in bars.enumerated() {
        let y = axes.area.y + (Double(index) + 0.14) * axes.area.height / Double(bars.count)
        let length = max(axes.x(bar.value) - axes.area.x, 0)
        let thick = axes.area.height / Double(bars.count) * 0.72
        canvas.fill(Rect(x: axes.area.x, y: y, width: length, height: thick), .blue, opacity: 0.85, corner: 2)
        canvas.words(
          fitted(bar.name, width: width * 0.4, size: Canvas.Letters.label),
          at: Point(x: axes.area.x - 7, y: y + thick / 2 + 4),
          .end, size: Canvas.Letters.label, .text)
        canvas.words(bar.label, at: Point(x: axes.area.x + length + 5, y: y + thick / 2 + 4))
      }
      axes.drawSides(on: &canvas)
    }
  }
}
