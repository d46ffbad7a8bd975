/// One row of a tensor as numbers saw it: a panel a family, each with its own scale and colours.
public struct TensorPortrait: Sendable {
  /// What the columns of a panel are.
  public enum Along: Sendable, Equatable {
    /// Frames, so many seconds apart.
    case time(hop: Double)
    /// Frames of a clip of which nothing says how long they are.
    case frames
    /// Nothing: the panel's rows have one value each.
    case nothing
  }

  /// The values of one family.
  public struct Panel: Sendable {
    let name: String
    let rows: Int
    let values: [Float]  // [row, column]
    let along: Along

    /// A family's values; nil unless there are as many for every row.
    public init?(name: String, unit: String, rows: Int, values: [Float], along: Along) {
      guard rows > 0, !values.isEmpty, values.count.isMultiple(of: rows) else { return nil }
      self.name = ["", "1"].contains(unit) ? name : "\(name) (\(unit))"
      self.rows = rows
      self.values = values
      self.along = along
    }
  }

  let title: String
  let panels: [Panel]

  /// Panels under a title.
  public init(title: String, panels: [Panel]) {
    self.title = title
    self.panels = panels
  }

  /// The panels under one another: images where there are rows and columns, lines where there is one of either, and a list
  /// of those that hold a single number.
  public func picture(width: Double = 480) -> Picture {
    var pictures = [Picture.heading(title, width: width)]
    pictures += panels.filter { $0.values.count > 1 }.map { $0.picture(width: width) }
    let single = panels.filter { $0.values.count == 1 }
    if !single.isEmpty { pictures.append(TensorPortrait.list(single, width: width)) }
    return Picture.column(pictures, title: "Tensor of \(title)", gap: 6)
  }

  private static func list(_ panels: [Panel], width: Double) -> Picture {
    let pitch = 17.0
    return Picture(width: width, height: Double(panels.count) * pitch + 6, title: "Single numbers") { canvas in
      for (index, panel) in panels.enumerated() {
        let y = Double(index + 1) * pitch
        canvas.words(panel.name, at: Point(x: PortraitFrame.roomLeft, y: y), size: Canvas.Letters.label, .text)
        canvas.words(
          Tick.short(Double(panel.values[0])), at: Point(x: width - PortraitFrame.roomRight, y: y), .end,
          size: Canvas.Letters.label, .text)
      }
    }
  }
}

extension TensorPortrait.Panel {
  fileprivate func picture(width: Double) -> Picture {
    let columns = values.count / rows
    let meaning: Grid.Values = liesAboutZero ? .signed : .plain
    if rows > 1, columns > 1,
      let grid = Grid(values: values, rows: rows, hop: hop, rowMeaning: .coefficients, valueMeaning: meaning)
    {
      return HeatPanel(name: name, grid: grid, seconds: grid.seconds, label: label).picture(width: width)
    }
    return line(width: width)
  }

  private var hop: Double { if case .time(let hop) = along { hop } else { 1 } }

  private var label: String {
    switch along {
    case .time: "time (s)"
    case .frames: "frame"
    case .nothing: "coefficient"
    }
  }

  /// Whether zero, and not the smallest value, is what others are to be compared with. The first row is left out: a
  /// cepstrum's is the level.
  private var liesAboutZero: Bool {
    let shape = rows > 1 ? values[(values.count / rows)...] : values[...]
    let mean = shape.reduce(0) { $0 + Double($1) }, size = shape.reduce(0) { $0 + Double($1.magnitude) }
    return mean.magnitude < 0.5 * size
  }

  private func line(width: Double) -> Picture {
    let height = PortraitFrame.height(width: width, of: 128)
    return Picture(width: width, height: height, title: name) { canvas in
      let finite = values.lazy.filter(\.isFinite).map(Double.init)
      let domain = Tick.widened((finite.min() ?? 0)...(finite.max() ?? 1), about: 4)
      let end = max(Double(values.count - 1) * hop, 1e-3)
      let axes = PortraitFrame.axes(
        top: name, on: &canvas, height: height, width: width, x: 0...end, xLabel: label,
        xTicks: Tick.round(in: 0...end, about: PortraitFrame.timeTicks(width: width)), y: domain, yLabel: "",
        yTicks: Tick.round(in: domain, about: 4))
      axes.drawGrid(on: &canvas)
      let points = values.enumerated().map { axes.point(Double($0.offset) * hop, Double($0.element)) }
      canvas.path(points, .blue)
      if values.count < 64 { for point in points { canvas.dot(point, radius: 2, .blue) } }
      axes.drawSides(on: &canvas)
    }
  }
}
