import Settings

/// How far a covariance estimate is drawn towards a multiple of the identity.
public enum Shrinkage: Codable, Equatable, Described {
  /// As far as Ledoit and Wolf's formula finds best for each class.
  case auto
  /// By a share between 0 (not at all) and 1 (all the way).
  case fixed(Double)

  /// One word or a number.
  public static var form: Form { .either([.text("\"auto\""), .number]) }

  /// Reads `"auto"` or a number.
  public init(from decoder: any Decoder) throws {
    let value = try decoder.singleValueContainer()
    if let share = try? value.decode(Double.self) {
      self = .fixed(share)
    } else if try value.decode(String.self) == "auto" {
      self = .auto
    } else {
      throw DecodingError.dataCorruptedError(in: value, debugDescription: "expected \"auto\" or a number from 0 to 1")
    }
  }

  /// Writes `"auto"` or the number.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .auto: try container.encode("auto")
    case .fixed(let share): try container.encode(share)
    }
  }
}

/// The covariance of rows, `(1 - a) S + a mean(diag S) I`, with `S` divided by the number of rows.
///
/// For `auto`, columns are brought to unit variance first and back afterwards, as scikit-learn does.
func covariance(of rows: Matrix, shrinkage: Shrinkage) -> Matrix {  // [feature, feature]
  var centred = rows.subtracting(rows.columnMeans)
  let count = Double(rows.rows)
  guard case .auto = shrinkage else {
    guard case .fixed(let share) = shrinkage else { return Matrix(zeros: 0, 0) }
    return shrunk(product(centred, .transposed, centred), count, by: share)
  }
  var squares = [Double](repeating: 0, count: rows.columns)
  for row in 0..<rows.rows {
    for (column, value) in centred[row: row].enumerated() { squares[column] += value * value }
  }
  let scales = squares.map { $0 > 0 ? ($0 / count).squareRoot() : 1 }
  for row in 0..<rows.rows {
    for column in scales.indices { centred.values[row * rows.columns + column] /= scales[column] }
  }
  let scatter = product(centred, .transposed, centred)
  var result = shrunk(scatter, count, by: ledoitWolf(centred, scatter))
  for row in scales.indices { for column in scales.indices { result[row, column] *= scales[row] * scales[column] } }
  return result
}

private func shrunk(_ scatter: Matrix, _ count: Double, by share: Double) -> Matrix {
  var result = scatter
  let order = scatter.columns
  for place in result.values.indices { result.values[place] *= (1 - share) / count }
  let mean = (0..<order).reduce(0) { $0 + scatter[$1, $1] } / (count * Double(order))
  for column in 0..<order { result[column, column] += share * mean }
  return result
}

/// The share by which shrinking towards the identity is expected to err least (Ledoit and Wolf 2004).
/// - Parameter scatter: `XᵀX` of the centred rows.
func ledoitWolf(_ centred: Matrix, _ scatter: Matrix) -> Double {
  let count = Double(centred.rows)
  let order = Double(centred.columns)
  let mean = (0..<scatter.rows).reduce(0) { $0 + scatter[$1, $1] } / (count * order)
  var fourth = 0.0
  for row in 0..<centred.rows {
    let length = centred[row: row].reduce(0) { $0 + $1 * $1 }
    fourth += length * length
  }
  let total = dot(scatter.values, scatter.values) / (count * count)
  let noise = (fourth / count - total) / (order * count)
  let distance = total / order - mean * mean
  let bounded = min(noise, distance)
  return bounded <= 0 || distance <= 0 ? 0 : bounded / distance
}
