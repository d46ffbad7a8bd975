/// The frame that a portrait's panels share, so that time runs at the same place in all of them.
enum PortraitFrame {
  static let roomLeft = 52.0
  static let roomRight = 50.0

  /// The height of a panel that is so high at the usual width of 360: wider portraits are higher, but less so.
  static func height(width: Double, of usual: Double) -> Double { usual * (0.7 + 0.3 * width / 360) }

  /// How many ticks a time axis has room for.
  static func timeTicks(width: Double) -> Int { Int(width / 70) }

  /// Writes a panel's name and fits its axes under it.
  static func axes(
    top name: String, on canvas: inout Canvas, height: Double, width: Double, x: ClosedRange<Double>, xLabel: String,
    xTicks: [Tick], y: ClosedRange<Double>, yLabel: String, yTicks: [Tick], xKind: AxisScale.Kind = .linear,
    hasGrid: Bool = true
  ) -> Axes {
    canvas.words(name, at: Point(x: roomLeft, y: 10), .start, .text, isBold: true)
    return Axes(
      in: Rect(x: 0, y: 11, width: width - roomRight + 12, height: height - 11), x: x,
      Axes.Side(label: xLabel, ticks: xTicks, hasGrid: hasGrid), y: y,
      Axes.Side(label: yLabel, ticks: yTicks, hasGrid: hasGrid), xKind: xKind, room: roomLeft)
  }
}

/// A grid over time, with the bar that explains its colours.
struct HeatPanel {
  let name: String
  let grid: Grid
  let seconds: Double
  var label = "time (s)"

  func picture(width: Double) -> Picture {
    let height = PortraitFrame.height(width: width, of: 150)
    return Picture(width: width, height: height, title: name) { canvas in
      let axes = PortraitFrame.axes(
        top: name, on: &canvas, height: height, width: width, x: 0...max(seconds, 1e-3), xLabel: label,
        xTicks: Tick.round(in: 0...max(seconds, 1e-3), about: PortraitFrame.timeTicks(width: width)),
        y: 0...Double(grid.rows), yLabel: rowLabel,
        yTicks: rowTicks, hasGrid: false)
      let map = HeatMap(grid)
      let place = Rect(
        x: axes.area.x, y: axes.area.y, width: axes.x(grid.seconds) - axes.area.x, height: axes.area.height)
      canvas.image(map.image(width: place.width, height: place.height), in: place)
      axes.drawSides(on: &canvas)
      drawBar(of: map, beside: axes.area, on: &canvas)
    }
  }

  private func drawBar(of map: HeatMap, beside area: Rect, on canvas: inout Canvas) {
    let bar = Rect(x: area.right + 8, y: area.y, width: 8, height: area.height)
    canvas.image(map.bar, in: bar)
    let scale = AxisScale(map.range, from: bar.bottom, to: bar.y)
    for tick in Tick.round(in: map.range, about: 5) {
      canvas.words(tick.label, at: Point(x: bar.right + 3, y: scale(tick.value) + 4), .start, size: 10)
    }
    if case .decibels = grid.valueMeaning {
      canvas.words("dB", at: Point(x: bar.x, y: bar.y - 4), .start, size: 10)
    }
  }

  private var rowLabel: String {
    switch grid.rowMeaning {
    case .frequencies, .bands: "frequency (Hz)"
    case .coefficients: "coefficient"
    }
  }

  private var rowTicks: [Tick] {
    switch grid.rowMeaning {
    case .frequencies(let highest):
      // The first row is centred on 0 Hz and the last on the highest frequency.
      Tick.round(in: 0...highest, about: 4).map {
        Tick(value: $0.value / highest * Double(grid.rows), label: Tick.frequency($0.value))
      }
    case .bands(let centres):
      [125.0, 250, 500, 1000, 2000, 4000, 8000, 16000].compactMap { frequency in
        HeatPanel.place(of: frequency, among: centres).map { Tick(value: $0, label: Tick.frequency(frequency)) }
      }.spaced(atLeast: Double(grid.rows) / 8)
    case .coefficients:
      Tick.round(in: 0...Double(grid.rows - 1), about: 4).filter { $0.value == $0.value.rounded() }
        .map { Tick(value: $0.value + 0.5, label: $0.value.fixed(0)) }
    }
  }

  /// The height at which a frequency lies between the middles of its neighbouring bands.
  private static func place(of frequency: Double, among centres: [Double]) -> Double? {
    guard let above = centres.firstIndex(where: { $0 >= frequency }), above > 0 else { return nil }
    let share = (frequency - centres[above - 1]) / (centres[above] - centres[above - 1])
    return Double(above) - 0.5 + share
  }
}

extension Tick {
  /// A frequency in as few letters as possible: `500`, `2k`, `2.5k`.
  static func frequency(_ hertz: Double) -> String {
    guard hertz >= 1000 else { return hertz.fixed(0) }
    let thousands = hertz / 1000
    return thousands.fixed(thousands == thousands.rounded() ? 0 : 1) + "k"
  }

  /// A number with the decimals it needs, four at most.
  static func short(_ value: Double) -> String {
    let decimals = (0...4).first { abs(Double(value.fixed($0, minus: "-")).map { $0 - value } ?? 1) < 1e-9 }
    return value.fixed(decimals ?? 4)
  }
}

extension [Tick] {
  /// The ticks without those that would stand too near to the one before them.
  func spaced(atLeast gap: Double) -> [Tick] {
    reduce(into: []) { kept, tick in
      if kept.last.map({ tick.value - $0.value >= gap }) ?? true { kept.append(tick) }
    }
  }
}
