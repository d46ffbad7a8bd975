/// Confidence against truth: bars on the diagonal mean that the model knows how much it knows.
public struct ReliabilityDiagram: Sendable {
  /// The rows whose confidence lies between two ends.
  public struct Bin: Sendable {
    let low: Double, high: Double
    let count: Int
    let accuracy: Double?

    /// A bin; its accuracy is nil when it is empty.
    public init(low: Double, high: Double, count: Int, accuracy: Double?) {
      self.low = low
      self.high = high
      self.count = count
      self.accuracy = accuracy
    }
  }

  let title: String
  let bins: [Bin]

  /// A diagram of bins from the lowest confidence to the highest.
  public init(title: String, bins: [Bin]) {
    self.title = title
    self.bins = bins
  }

  /// Accuracy per bin above, rows per bin below.
  public func picture(width: Double = 340) -> Picture {
    Picture(width: width, height: 370, title: title) { canvas in
      canvas.place(.heading(title, width: width), at: Point(x: 0, y: 0))
      Legend(entries: [
        .init(name: "share that is right", ink: .blue),
        .init(name: "perfectly calibrated", ink: .orange, sign: .dashes("5 3")),
      ]).draw(at: Point(x: 0, y: 22), on: &canvas)
      drawAccuracy(in: Rect(x: 0, y: 44, width: width, height: 206), on: &canvas)
      drawCounts(in: Rect(x: 0, y: 254, width: width, height: 116), on: &canvas)
    }
  }

  private static let percents = stride(from: 0.0, through: 1, by: 0.2).map {
    Tick(value: $0, label: (100 * $0).fixed(0))
  }

  private func drawAccuracy(in place: Rect, on canvas: inout Canvas) {
    let axes = Axes(
      in: place, x: 0...1, Axes.Side(label: "", ticks: []), y: 0...1,
      Axes.Side(label: "right (%)", ticks: ReliabilityDiagram.percents), room: 58)
    axes.drawGrid(on: &canvas)
    for bin in bins {
      guard let accuracy = bin.accuracy else { continue }
      let bar = axes.bar(from: bin.low, to: bin.high, height: accuracy)
      // Bins of few rows are faint: their height is mostly luck.
      let opacity = 0.3 + 0.6 * min(Double(bin.count) / 30, 1)
      let hint = "\(bin.low.percent)–\(bin.high.percent) % sure: \(accuracy.percent) % of \(bin.count) right"
      canvas.fill(bar, .blue, opacity: opacity, corner: 1, hint: hint)
    }
    canvas.line(from: axes.point(0, 0), to: axes.point(1, 1), .orange, width: 1.5, dash: "5 3")
    axes.drawSides(on: &canvas)
  }

  private func drawCounts(in place: Rect, on canvas: inout Canvas) {
    let most = Double(max(bins.map(\.count).max() ?? 0, 1))
    let axes = Axes(
      in: place, x: 0...1, Axes.Side(label: "confidence (%)", ticks: ReliabilityDiagram.percents), y: 0...most,
      Axes.Side(label: "rows", ticks: Tick.round(in: 0...most, about: 2).filter { $0.value == $0.value.rounded() }),
      room: 58)
    axes.drawGrid(on: &canvas)
    for bin in bins where bin.count > 0 {
      canvas.fill(
        axes.bar(from: bin.low, to: bin.high, height: Double(bin.count)), .axis, corner: 1, hint: "\(bin.count) rows")
    }
    axes.drawSides(on: &canvas)
  }
}

extension Axes {
  /// A bar that stands on the axis, a little apart from its neighbours.
  fileprivate func bar(from low: Double, to high: Double, height: Double) -> Rect {
    Rect(x: x(low), y: y(height), width: x(high) - x(low), height: area.bottom - y(height)).inset(left: 1.5, right: 1.5)
  }
}
