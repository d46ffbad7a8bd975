import Determinism
import Glibc

/// The distribution that a parameter's first values are drawn from.
///
/// A weight of shape [out, in, window...] has fan-in `in * window` and fan-out `out * window`.
public enum Initialiser: String, Sendable, CaseIterable {
  /// 0 throughout.
  case zeros
  /// 1 throughout.
  case ones
  /// Uniform within ±√(6 / (fan-in + fan-out)), as Keras does.
  case glorotUniform
  /// Normal with deviation √(2 / (fan-in + fan-out)).
  case glorotNormal
  /// Uniform within ±√(6 / fan-in), for layers that a ReLU follows.
  case heUniform
  /// Normal with deviation √(2 / fan-in).
  case heNormal
  /// Uniform within ±√(1 / fan-in), as PyTorch does for weights.
  case lecunUniform
  /// [directions, in, 4, out] LSTM weights: each direction Glorot uniform over its [in, 4 * out] matrix.
  case gatesGlorotUniform
  /// [directions, in, 4, out] recurrent weights: each direction's matrix has orthonormal rows.
  case gatesOrthogonal
  /// [directions, 4, out] LSTM biases: 1 for the forget gate, 0 for the others.
  case gatesForgetOne

  func fill(_ values: UnsafeMutableBufferPointer<Float>, shape: [Int], random: inout Random) {
    let window = shape.dropFirst(2).product
    let fanIn = Double(shape.count > 1 ? shape[1] * window : shape.product)
    let fanOut = Double(shape.count > 1 ? shape[0] * window : shape.product)
    switch self {
    case .zeros: values.update(repeating: 0)
    case .ones: values.update(repeating: 1)
    case .glorotUniform: fill(values, uniform: (6 / (fanIn + fanOut)).squareRoot(), &random)
    case .glorotNormal: fill(values, normal: (2 / (fanIn + fanOut)).squareRoot(), &random)
    case .heUniform: fill(values, uniform: (6 / fanIn).squareRoot(), &random)
    case .heNormal: fill(values, normal: (2 / fanIn).squareRoot(), &random)
    case .lecunUniform: fill(values, uniform: (1 / fanIn).squareRoot(), &random)
    case .gatesGlorotUniform:
      fill(values, uniform: (6 / Double(shape[1] + shape[2] * shape[3])).squareRoot(), &random)
    case .gatesOrthogonal:
      let rows = shape[1], columns = shape[2] * shape[3]
      for direction in 0..<shape[0] {
        orthonormalise(
          UnsafeMutableBufferPointer(rebasing: values[direction * rows * columns..<(direction + 1) * rows * columns]),
          rows: rows, columns: columns, &random)
      }
    case .gatesForgetOne:
      let gates = shape[1], width = shape[2]
      for index in values.indices { values[index] = index / width % gates == 1 ? 1 : 0 }
    }
  }

  private func fill(_ values: UnsafeMutableBufferPointer<Float>, uniform limit: Double, _ random: inout Random) {
    for index in values.indices { values[index] = Float(random.uniform(-limit, limit)) }
  }

  private func fill(_ values: UnsafeMutableBufferPointer<Float>, normal deviation: Double, _ random: inout Random) {
    for index in values.indices { values[index] = Float(deviation * random.normal()) }
  }

  /// Gram and Schmidt's method over random normal rows; rows are far fewer than columns here, so it is stable enough.
  private func orthonormalise(
    _ values: UnsafeMutableBufferPointer<Float>, rows: Int, columns: Int, _ random: inout Random
  ) {
    fill(values, normal: 1, &random)
    for row in 0..<rows {
      let current = UnsafeMutableBufferPointer(rebasing: values[row * columns..<(row + 1) * columns])
      for earlier in 0..<min(row, columns) {
        let other = UnsafeMutableBufferPointer(rebasing: values[earlier * columns..<(earlier + 1) * columns])
        var dot: Float = 0
        for column in 0..<columns { dot += current[column] * other[column] }
        for column in 0..<columns { current[column] -= dot * other[column] }
      }
      var square: Float = 0
      for column in 0..<columns { square += current[column] * current[column] }
      let scale = 1 / max(square, .leastNormalMagnitude).squareRoot()
      for column in 0..<columns { current[column] *= scale }
    }
  }
}

extension ArraySlice where Element == Int {
  fileprivate var product: Int { Array(self).product }
}
