import Classical
import Networks

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
    let size = self.rows.shape.reduce(1, *), stretch = 64
    var narrow = [Float](repeating: 0, count: min(stretch, rows.count) * size)
    let wide = try [Double](unsafeUninitializedCapacity: rows.count * size) { wide, filled in
      for start in stride(from: 0, to: rows.count, by: stretch) {
        let part = Array(rows[start..<min(start + stretch, rows.count)]), count = part.count * size
        try narrow.withUnsafeMutableBufferPointer { narrow in
          try scaler.read(part, of: self, into: UnsafeMutableBufferPointer(rebasing: narrow[..<count]))
          for index in 0..<count { wide.initializeElement(at: start * size + index, to: Double(narrow[index])) }
        }
        filled += count
      }
    }
    return try Matrix(rows: rows.count, columns: size, values: wide)
  }
}
