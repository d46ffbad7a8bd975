/// How a model learned, epoch by epoch: loss above, score below, training and validation.
public struct LearningCurve: Sendable {
  /// Loss or score after each epoch; validation may be empty.
  public struct Series: Sendable {
    /// What it is, with its unit where it has one.
    public var name: String
    /// On the rows that the model learns from.
    public var training: [Double]  // [epoch]
    /// On the rows that choose the epoch to keep.
    public var validation: [Double]  // [epoch]

    /// Two lines over the same epochs.
    public init(name: String, training: [Double], validation: [Double] = []) {
      self.name = name
      self.training = training
      self.validation = validation
    }
  }

  let title: String
  let panels: [Series]
  let kept: Int?
  let ranges: [ClosedRange<Double>?]

  /// Curves of one training run.
  /// - Parameters:
  ///   - kept: the epoch, from 1, whose weights were kept.
  ///   - ranges: the vertical range of each panel where several pictures are to be compared; nil fits the data.
  public init(title: String, panels: [Series], kept: Int? = nil, ranges: [ClosedRange<Double>?] = []) {
    self.title = title
    self.panels = panels
    self.kept = kept
    self.ranges = ranges
  }

  /// The range that holds all values of some series, widened to whole steps.
  public static func range(of series: [Series]) -> ClosedRange<Double>? {
    let values = series.flatMap { $0.training + $0.validation }.filter(\.isFinite)
    guard let low = values.min(), let high = values.max() else { return nil }
    return Tick.widened(low...high, about: 5)
  }

  /// The panels under one another, over one axis of epochs.
  public func picture(width: Double = 340) -> Picture {
    let panelHeight = 118.0
    let head = 24 + Legend.height
    let height = head + Double(panels.count) * panelHeight + 34
    return Picture(width: width, height: height, title: title) { canvas in
      canvas.place(.heading(title, width: width), at: Point(x: 0, y: 0))
      legend.draw(at: Point(x: 0, y: 22), on: &canvas)
      for (index, panel) in panels.enumerated() {
        let isLast = index == panels.count - 1
        let place = Rect(
          x: 0, y: head + Double(index) * panelHeight, width: width, height: panelHeight + (isLast ? 34 : 0) - 4)
        draw(panel, range: ranges.indices.contains(index) ? ranges[index] : nil, isLast: isLast, in: place, on: &canvas)
      }
    }
  }

  private var legend: Legend {
    var entries = [Legend.Entry(name: "training", ink: .blue, sign: .dashes("5 3"))]
    if panels.contains(where: { !$0.validation.isEmpty }) { entries.append(.init(name: "validation", ink: .orange)) }
    if kept != nil { entries.append(.init(name: "kept", ink: .orange, sign: .dot)) }
    return Legend(entries: entries)
  }

  private func draw(
    _ panel: Series, range: ClosedRange<Double>?, isLast: Bool, in place: Rect, on canvas: inout Canvas
  ) {
    let epochs = Double(panels.flatMap { [$0.training.count, $0.validation.count] }.max() ?? 1)
    let domain = range ?? LearningCurve.range(of: [panel]) ?? 0...1
    let round = Tick.round(in: 1...max(epochs, 2), about: 5).filter { $0.value == $0.value.rounded() && $0.value > 1 }
    let xTicks = [Tick(value: 1, label: "1")] + round
    let axes = Axes(
      in: place, x: 1...max(epochs, 2), Axes.Side(label: isLast ? "epoch" : "", ticks: isLast ? xTicks : []), y: domain,
      Axes.Side(label: panel.name, ticks: Tick.round(in: domain, about: 5)), room: 58)
    axes.drawGrid(on: &canvas)
    func points(_ values: [Double]) -> [Point] {
      values.enumerated().map { axes.point(Double($0.offset + 1), $0.element) }
    }
    canvas.path(points(panel.training), .blue, dash: "5 3")
    canvas.path(points(panel.validation), .orange)
    if let kept, kept >= 1 {
      let values = panel.validation.isEmpty ? panel.training : panel.validation
      if kept <= values.count { canvas.dot(axes.point(Double(kept), values[kept - 1]), .orange, hint: "epoch \(kept)") }
    }
    axes.drawSides(on: &canvas)
  }
}
