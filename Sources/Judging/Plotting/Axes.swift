import Glibc

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
  let x: AxisScale
  let y: AxisScale
  private let below: Side
  private let left: Side
  private let labelPlace: Double

  /// Fits a frame into a rectangle, with room for the labels to its left and below.
  /// - Parameter room: the width left of the area; pictures that stand one above another share it.
  init(
    in rect: Rect, x xDomain: ClosedRange<Double>, _ below: Side, y yDomain: ClosedRange<Double>, _ left: Side,
    xKind: AxisScale.Kind = .linear, room: Double? = nil
  ) {
    let widest = left.ticks.map { textWidth($0.label, size: Canvas.Letters.tick) }.max() ?? 0
    let roomLeft = room ?? (widest + 10 + (left.label.isEmpty ? 0 : 18))
    let roomBelow = (below.ticks.isEmpty ? 4 : 18) + (below.label.isEmpty ? 0 : 16.0)
    area = rect.inset(left: roomLeft, top: 5, right: 12, bottom: roomBelow)
    x = AxisScale(xDomain, from: area.x, to: area.right, xKind)
    y = AxisScale(yDomain, from: area.bottom, to: area.y)
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

/// From values to pixels, evenly or by ratios.
struct AxisScale {
  enum Kind { case linear, logarithmic }

  let kind: Kind
  let domain: ClosedRange<Double>
  let start: Double
  let end: Double

  /// - Parameters:
  ///   - start: the pixel of the lowest value.
  ///   - end: the pixel of the highest.
  init(_ domain: ClosedRange<Double>, from start: Double, to end: Double, _ kind: Kind = .linear) {
    // A single value still needs a place: the middle.
    let isPoint = domain.lowerBound == domain.upperBound
    self.domain = isPoint ? (domain.lowerBound - 0.5)...(domain.upperBound + 0.5) : domain
    self.kind = kind
    self.start = start
    self.end = end
  }

  /// The pixel of a value, kept within the scale.
  func callAsFunction(_ value: Double) -> Double {
    guard value.isFinite else { return .nan }
    let inside = min(max(value, domain.lowerBound), domain.upperBound)
    let share =
      switch kind {
      case .linear: (inside - domain.lowerBound) / (domain.upperBound - domain.lowerBound)
      case .logarithmic: log(inside / domain.lowerBound) / log(domain.upperBound / domain.lowerBound)
      }
    return start + share * (end - start)
  }
}

/// A marked value on an axis.
struct Tick: Equatable {
  let value: Double
  let label: String

  /// Round values within a range, about as many as asked for: steps of 1, 2 or 5 times a power of ten.
  static func round(in range: ClosedRange<Double>, about count: Int) -> [Tick] {
    let step = Tick.step(for: range, about: count)
    let decimals = max(0, -Int(floor(log10(step) + 1e-9)))
    let first = (range.lowerBound / step - 1e-9).rounded(.up), last = (range.upperBound / step + 1e-9).rounded(.down)
    guard first <= last else { return [] }
    return stride(from: first, through: last, by: 1).map { Tick(value: $0 * step, label: ($0 * step).fixed(decimals)) }
  }

  /// A range widened to whole steps, so that the first and last tick stand at its ends.
  static func widened(_ range: ClosedRange<Double>, about count: Int) -> ClosedRange<Double> {
    let step = Tick.step(for: range, about: count)
    let low = (range.lowerBound / step + 1e-9).rounded(.down) * step
    let high = (range.upperBound / step - 1e-9).rounded(.up) * step
    return low < high ? low...high : low...(low + step)
  }

  /// Frequencies that ears and eyes know, in Hz: 1, 2 and 5 times powers of ten; thousands are written `2k`.
  static func frequencies(in range: ClosedRange<Double>) -> [Tick] {
    (0...5).flatMap { power in [1.0, 2, 5].map { $0 * pow(10, Double(power)) } }
      .filter { range.contains($0) }
      .map { Tick(value: $0, label: $0 >= 1000 ? "\(Int($0 / 1000))k" : "\(Int($0))") }
  }

  private static func step(for range: ClosedRange<Double>, about count: Int) -> Double {
    let width = range.upperBound - range.lowerBound
    guard width > 0, width.isFinite else { return 1 }
    let rough = width / Double(max(count, 1))
    let power = pow(10, floor(log10(rough)))
    return ([1, 2, 5, 10].first { $0 * power >= rough * 0.999 } ?? 10) * power
  }
}
