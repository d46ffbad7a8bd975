import Signal

/// Rows of values over time, in memory of its owner's. // [rows, columns]
///
/// A row's values lie side by side; rows are `stride` apart, a whole number of vectors, so that loops over whole vectors
/// stay inside.
public struct Matrix {
  /// The first row's first value.
  public let start: UnsafeMutablePointer<Float>
  /// Values of a frame.
  public let rows: Int
  /// Frames.
  public let columns: Int
  /// Elements from one row to the next.
  public let stride: Int
  /// Whether each frame counts in statistics over time; all do if nil.
  public var counted: [Bool]?

  /// The values of one row.
  public func row(_ r: Int) -> UnsafeMutablePointer<Float> { start + r * stride }

  /// One value.
  public subscript(r: Int, t: Int) -> Float {
    get { start[r * stride + t] }
    nonmutating set { start[r * stride + t] = newValue }
  }

  /// Some of the rows.
  func rows(_ range: Range<Int>) -> Matrix {
    Matrix(start: row(range.lowerBound), rows: range.count, columns: columns, stride: stride, counted: counted)
  }

  /// Elements from the first to the last, the ends of rows included.
  var extent: Int { rows * stride }
}

/// Memory for one matrix after another.
final class MatrixStorage {
  private let memory = Workspace<Float>()

  /// A matrix with undefined values, but zeros between each row's last column and its stride.
  func matrix(rows: Int, columns: Int) -> Matrix {
    var stride = (columns + 15) & ~15
    // Rows a multiple of 256 bytes apart would share a few sets of the cache.
    if stride % 64 == 0 { stride += 16 }
    memory.hold(rows * stride)
    let matrix = Matrix(start: memory.start, rows: rows, columns: columns, stride: stride)
    for r in 0..<rows { (matrix.row(r) + columns).update(repeating: 0, count: stride - columns) }
    return matrix
  }
}
