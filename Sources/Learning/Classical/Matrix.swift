/// A dense table of numbers, row by row.
public struct Matrix: Sendable, Equatable {
  /// How many rows there are.
  public let rows: Int
  /// How many columns there are.
  public let columns: Int
  /// All numbers, the first row's first.
  public internal(set) var values: [Double]  // [row, column]

  /// Takes numbers as they lie; there must be `rows * columns` of them.
  public init(rows: Int, columns: Int, values: [Double]) throws {
    guard rows >= 0, columns >= 0, values.count == rows * columns else {
      throw ClassicalError.shape("\(rows) x \(columns) numbers", found: "\(values.count)")
    }
    self.init(rows, columns, values)
  }

  /// Widens single-precision numbers, as tensors in files are.
  public init(rows: Int, columns: Int, values: [Float]) throws {
    try self.init(rows: rows, columns: columns, values: values.map(Double.init))
  }

  init(_ rows: Int, _ columns: Int, _ values: [Double]) {
    self.rows = rows
    self.columns = columns
    self.values = values
  }

  /// All zeros.
  init(zeros rows: Int, _ columns: Int) {
    self.init(rows, columns, [Double](repeating: 0, count: rows * columns))
  }

  /// One number.
  public subscript(row: Int, column: Int) -> Double {
    get { values[row * columns + column] }
    set { values[row * columns + column] = newValue }
  }

  /// One row.
  public subscript(row row: Int) -> ArraySlice<Double> { values[row * columns..<(row + 1) * columns] }

  /// The rows of a list, in its order.
  public func selecting(rows list: [Int]) -> Matrix {
    var chosen: [Double] = []
    chosen.reserveCapacity(list.count * columns)
    for row in list { chosen += self[row: row] }
    return Matrix(list.count, columns, chosen)
  }

  /// The columns of a list, in its order.
  public func selecting(columns list: [Int]) -> Matrix {
    var chosen: [Double] = []
    chosen.reserveCapacity(rows * list.count)
    for row in 0..<rows { for column in list { chosen.append(values[row * columns + column]) } }
    return Matrix(rows, list.count, chosen)
  }

  /// The same rows with a column of ones behind the last, which carries a model's bias.
  func withOnes() -> Matrix {
    var wider: [Double] = []
    wider.reserveCapacity(rows * (columns + 1))
    for row in 0..<rows {
      wider += self[row: row]
      wider.append(1)
    }
    return Matrix(rows, columns + 1, wider)
  }

  /// Mean of every column.
  var columnMeans: [Double] {
    var sums = [Double](repeating: 0, count: columns)
    for row in 0..<rows { addScaled(1, self[row: row], to: &sums) }
    return sums.map { $0 / Double(max(rows, 1)) }
  }

  /// The same rows with a vector taken from each.
  func subtracting(_ centre: [Double]) -> Matrix {
    var result = self
    for row in 0..<rows { for column in 0..<columns { result.values[row * columns + column] -= centre[column] } }
    return result
  }
}

/// Adds a multiple of a row to a vector of the same length.
func addScaled(_ factor: Double, _ row: ArraySlice<Double>, to sums: inout [Double]) {
  row.withUnsafeBufferPointer { row in
    sums.withUnsafeMutableBufferPointer { sums in
      for column in 0..<sums.count { sums[column] += factor * row[column] }
    }
  }
}
