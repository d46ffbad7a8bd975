import Glibc

/// Long signals made as short as a picture is wide, with nothing lost that an eye could see.
enum Envelope {
  /// The largest and smallest sample of each of a number of columns; a signal shorter than that keeps its samples.
  static func of(_ samples: [Float], columns: Int) -> (upper: [Float], lower: [Float]) {
    guard samples.count > columns, columns > 0 else { return (samples, samples) }
    var upper: [Float] = [], lower: [Float] = []
    for column in 0..<columns {
      var high = -Float.infinity, low = Float.infinity
      for index in column * samples.count / columns..<(column + 1) * samples.count / columns {
        high = max(high, samples[index])
        low = min(low, samples[index])
      }
      upper.append(high)
      lower.append(low)
    }
    return (upper, lower)
  }

  /// The loudest level of each half pixel of a frequency axis, in dB under the loudest of all.
  /// - Parameter magnitudes: evenly spaced from 0 Hz to `nyquist`.
  static func levels(of magnitudes: [Float], nyquist: Double, on axes: Axes) -> [Point] {
    let loudest = Double(magnitudes.lazy.filter(\.isFinite).max() ?? 0)
    guard loudest > 0 else { return [] }
    var points: [Point] = []
    for (index, magnitude) in magnitudes.enumerated() {
      let frequency = Double(index) / Double(magnitudes.count - 1) * nyquist
      guard magnitude.isFinite, axes.x.domain.contains(frequency) else { continue }
      let level = 20 * log10(max(Double(magnitude) / loudest, 1e-9))
      let point = Point(x: (2 * axes.x(frequency)).rounded() / 2, y: axes.y(level))
      if let last = points.last, last.x == point.x {
        points[points.count - 1].y = min(last.y, point.y)
      } else {
        points.append(point)
      }
    }
    return points
  }
}

/// A table of values over time: one row per frequency, band or coefficient, one column per frame.
public struct Grid: Sendable {
  /// What the rows are.
  public enum Rows: Sendable {
    /// Evenly spaced frequencies from 0 up to a highest one, in Hz.
    case frequencies(to: Double)
    /// Bands about these frequencies, in Hz, in rising order.
    case bands(centres: [Double])
    /// Numbered coefficients from 0.
    case coefficients
  }

  /// What the colours say.
  public enum Values: Sendable {
    /// Levels in dB, of which this many under the loudest are shown.
    case decibels(range: Double = 80)
    /// Values about zero, strongest colours at the 98th percentile of their sizes without the first row's.
    case signed
    /// Values of any kind, from the smallest to the largest.
    case plain
  }

  /// Row after row, lowest first.
  public let values: [Float]  // [row, column]
  /// The number of rows.
  public let rows: Int
  /// The number of frames.
  public let columns: Int
  /// Seconds from one frame to the next.
  public let hop: Double
  /// What the rows are.
  public let rowMeaning: Rows
  /// What the colours say.
  public let valueMeaning: Values

  /// Wraps values; nil unless there is one for every cell and at least one cell.
  public init?(values: [Float], rows: Int, hop: Double, rowMeaning: Rows, valueMeaning: Values) {
    guard rows > 0, !values.isEmpty, values.count.isMultiple(of: rows), hop > 0 else { return nil }
    if case .bands(let centres) = rowMeaning, centres.count != rows { return nil }
    self.values = values
    self.rows = rows
    columns = values.count / rows
    self.hop = hop
    self.rowMeaning = rowMeaning
    self.valueMeaning = valueMeaning
  }

  /// How long the frames last together, in seconds.
  public var seconds: Double { Double(columns) * hop }
}

/// A grid as an image with a bar that explains its colours.
struct HeatMap {
  let grid: Grid
  let range: ClosedRange<Double>
  let map: ColourMap

  init(_ grid: Grid) {
    self.grid = grid
    switch grid.valueMeaning {
    case .decibels(let depth):
      let loudest = Double(grid.values.lazy.filter(\.isFinite).max() ?? 0)
      range = (loudest - max(depth, 1))...loudest
      map = .magma
    case .plain:
      let finite = grid.values.lazy.filter(\.isFinite).map(Double.init)
      let low = finite.min() ?? 0
      range = low...max(finite.max() ?? 1, low + 1e-12)
      map = .magma
    case .signed:
      // The coefficient 0 is the level, many times as large as the others, which are what the picture is for.
      let shape = grid.rows > 1 ? grid.values[grid.columns...] : grid.values[...]
      let sizes = shape.lazy.filter(\.isFinite).map(\.magnitude).sorted()
      let limit = sizes.isEmpty ? 1 : max(Double(sizes[(sizes.count - 1) * 98 / 100]), 1e-12)
      range = -limit...limit
      map = .balance
    }
  }

  /// The cells as an image with somewhat more pixels than it will be shown with: many cells are merged to their largest
  /// size, few are repeated, so that no viewer blurs them.
  func image(width: Double, height: Double) -> PNG {
    let (across, columnRepeat) = HeatMap.fit(grid.columns, into: Int(1.5 * width))
    let (up, rowRepeat) = HeatMap.fit(grid.rows, into: Int(1.5 * height))
    var indices: [UInt8] = []
    indices.reserveCapacity(across * columnRepeat * up * rowRepeat)
    for row in (0..<up).reversed() {
      var line: [UInt8] = []
      for column in 0..<across {
        let index = index(of: strongest(rowCell: row, of: up, columnCell: column, of: across))
        for _ in 0..<columnRepeat { line.append(index) }
      }
      for _ in 0..<rowRepeat { indices += line }
    }
    return PNG(width: across * columnRepeat, height: up * rowRepeat, indices: indices, palette: map.palette)
  }

  /// The colours from the lowest value to the highest, upwards.
  var bar: PNG { PNG(width: 1, height: 256, indices: (0..<256).map { UInt8(255 - $0) }, palette: map.palette) }

  private func index(of value: Float) -> UInt8 {
    guard value.isFinite else { return 0 }
    let share = (Double(value) - range.lowerBound) / (range.upperBound - range.lowerBound)
    // 64 steps are all that an eye tells apart in such texture, and they halve the file.
    return UInt8((63 * min(max(share, 0), 1)).rounded() * 255 / 63)
  }

  private func strongest(rowCell: Int, of up: Int, columnCell: Int, of across: Int) -> Float {
    let rows = HeatMap.cells(rowCell, of: up, over: grid.rows)
    let columns = HeatMap.cells(columnCell, of: across, over: grid.columns)
    var best = grid.values[rows.lowerBound * grid.columns + columns.lowerBound]
    for row in rows {
      for column in columns {
        let value = grid.values[row * grid.columns + column]
        let isStronger = map == .magma ? value > best : value.magnitude > best.magnitude
        if isStronger { best = value }
      }
    }
    return best
  }

  private static func cells(_ cell: Int, of count: Int, over total: Int) -> Range<Int> {
    cell * total / count..<max((cell + 1) * total / count, cell * total / count + 1)
  }

  private static func fit(_ count: Int, into pixels: Int) -> (cells: Int, times: Int) {
    let pixels = max(pixels, 1)
    return count > pixels ? (pixels, 1) : (count, max(pixels / count, 1))
  }
}

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
