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
