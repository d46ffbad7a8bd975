import Classical
import Learning

// Rows of a data set as classical models see them: flat, scaled, in one matrix.

extension Dataset {
  /// Rows to learn from; inner folds never split a speaker or, without two speakers, a clip.
  func examples(of rows: [Int], scaler: FittedScaler) throws -> Examples {
    let speakers = Set(rows.map { self.speakers[$0] })
    return try Examples(
      features: matrix(of: rows, scaler: scaler), labels: rows.map { labels[$0] },
      groups: rows.map { speakers.count > 1 ? self.speakers[$0] : clips[$0] }, classes: names)
  }

  /// Rows as a matrix. // [row, feature]
  func matrix(of rows: [Int], scaler: FittedScaler) throws -> Matrix {
    let size = self.rows.shape.reduce(1, *)
    var values = [Float](repeating: 0, count: rows.count * size)
    try values.withUnsafeMutableBufferPointer { try scaler.read(rows, of: self, into: $0) }
    return try Matrix(rows: rows.count, columns: size, values: values)
  }
}
