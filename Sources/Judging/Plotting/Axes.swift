/// The frame of a plot: two scales, their ticks, and what they measure.
struct Axes {
  /// One side of the frame.
  struct Side {
    var label: String
    var ticks: [Tick]
    var hasGrid = true
  }

  /// Where the data goes.
  let area: Rect
  let x: Scale
  let y: Scale
  private let below: Side
  private let left: Side
  private let labelPlace: Double

  /// Fits a frame into a rectangle, with room for the labels to its left and below.
  /// - Parameter room: the width left of the area; pictures that stand one above another share it.
  init(
    in rect: Rect, x xDomain: ClosedRange<Double>, _ below: Side, y yDomain: ClosedRange<Double>, _ left: Side,
    xKind: Scale.Kind = .linear, room: Double? = nil
  ) {
    let widest = left.ticks.map { textWidth($0.label, size: Canvas.Letters.tick) }.max() ?? 0
    let roomLeft = room ?? (widest + 10 + (left.label.isEmpty ? 0 : 18))
    let roomBelow = (below.ticks.isEmpty ? 4 : 18) + (below.label.isEmpty ? 0 : 16.0)
    area = rect.inset(left: roomLeft, top: 5, right: 12, bottom: roomBelow)
    x = Scale(xDomain, from: area.x, to: area.right, xKind)
    y = Scale(yDomain, from: area.bottom, to: area.y)
    self.below = below
    self.left = left
    labelPlace = rect.x + 12
  }

  func point(_ xValue: Double, _ yValue: Double) -> Point { Point(x: x(xValue), y: y(yValue)) }

  /// Grid lines, which lie under the data.
  func drawGrid(on canvas: inout Canvas) {
    for tick in left.ticks where left.hasGrid {
      canvas.line(from: Point(x: area.x, y: y(tick.value)), to: Point(x: area.right, y: y(tick.value)), .grid)
    }
    for tick in below.ticks where below.hasGrid {
      canvas.line(from: Point(x: x(tick.value), y: area.y), to: Point(x: x(tick.value), y: area.bottom), .grid)
    }
  }

  /// Axis lines, ticks and labels, which lie over the data.
  func drawSides(on canvas: inout Canvas) {
    let corner = Point(x: area.x, y: area.bottom)
    canvas.line(from: corner, to: Point(x: area.right, y: area.bottom), .axis)
    canvas.line(from: corner, to: Point(x: area.x, y: area.y), .axis)
    for tick in below.ticks {
      let place = x(tick.value)
      canvas.line(from: Point(x: place, y: area.bottom), to: Point(x: place, y: area.bottom + 4), .axis)
      canvas.words(tick.label, at: Point(x: place, y: area.bottom + 15), .middle)
    }
    for tick in left.ticks {
      let place = y(tick.value)
      canvas.line(from: Point(x: area.x - 4, y: place), to: Point(x: area.x, y: place), .axis)
      canvas.words(tick.label, at: Point(x: area.x - 7, y: place + 4), .end)
    }
    if !below.label.isEmpty {
      let drop = below.ticks.isEmpty ? 16.0 : 31
      canvas.words(
        below.label, at: Point(x: area.middle.x, y: area.bottom + drop), .middle, size: Canvas.Letters.label, .text)
    }
    if !left.label.isEmpty {
      canvas.words(
        left.label, at: Point(x: labelPlace, y: area.middle.y), .middle, size: Canvas.Letters.label, .text,
        turned: true)
    }
  }
}
