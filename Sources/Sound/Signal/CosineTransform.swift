import Glibc

/// The orthonormal discrete cosine transform, type II, of the columns of a matrix, keeping the first coefficients:
/// y[c] = s(c) Σ x[b] cos(π c (2b + 1) / (2 bands)), s(0) = √(1/bands), s(c) = √(2/bands).
///
/// As a matrix product, which for 20 or 40 of 128 coefficients takes less time than a fast transform. It is taken of each
/// value's distance from its column's first one, so that the coefficients of a column of equals, such as silence, are
/// exactly 0 but for the first, and levels far from 0 dB lose no digits.
public struct CosineTransform: ~Copyable {
  /// Coefficients kept.
  public let count: Int
  /// Values per column.
  public let bands: Int

  private let matrix: AlignedBuffer<Float>  // [count, bands]
  /// The first coefficient of a column of ones.
  private let constant: Float

  /// The first `count` coefficients of `bands` values, each times `scales` (a lifter) where there are some.
  public init(count: Int, bands: Int, scales: [Double]? = nil) {
    precondition(count <= bands, "\(bands) values have no \(count) cosine coefficients")
    (self.count, self.bands) = (count, bands)
    constant = Float(Double(bands).squareRoot() * (scales?.first ?? 1))
    matrix = AlignedBuffer(count: count * bands)
    for (c, row) in CosineTransform.weights(count: count, bands: bands).enumerated() {
      for b in 0..<bands { matrix[c * bands + b] = Float(row[b] * (scales?[c] ?? 1)) }
    }
  }

  /// The rows of the transform. // [count][bands]
  public static func weights(count: Int, bands: Int) -> [[Double]] {
    (0..<count).map { c in
      let scale = (c == 0 ? 1 / Double(bands) : 2 / Double(bands)).squareRoot()
      return (0..<bands).map { scale * cos(.pi * Double(c * (2 * $0 + 1)) / Double(2 * bands)) }
    }
  }

  /// Transforms every column. // [bands, columns] to [count, columns]
  /// - Parameters:
  ///   - x: the values, whose rows are `stride` apart; columns are read in whole vectors of 16.
  ///   - y: the coefficients, whose rows are `stride` apart as well.
  ///   - columns: how many; `stride` is at least that, rounded up to 16.
  public func callAsFunction(
    _ x: UnsafePointer<Float>, to y: UnsafeMutablePointer<Float>, columns: Int, stride: Int
  ) {
    precondition(stride >= (columns + 15) & ~15, "rows of \(stride) do not hold \(columns) columns in whole vectors")
    var t = 0
    while t < columns {
      var c = 0
      while c + 4 <= count {
        quad(x + t, to: y + t, from: c, stride: stride)
        c += 4
      }
      while c < count {
        single(x + t, to: y + t, c, stride: stride)
        c += 1
      }
      VectorMath.store(VectorMath.load(y + t) + VectorMath.load(x + t) * constant, y + t)
      t += 16
    }
  }

  /// Four coefficients of 16 columns, whose sums fit the registers together.
  @inline(__always)
  private func quad(_ x: UnsafePointer<Float>, to y: UnsafeMutablePointer<Float>, from c: Int, stride: Int) {
    let w0 = matrix.start + c * bands
    let (w1, w2, w3) = (w0 + bands, w0 + 2 * bands, w0 + 3 * bands)
    var (a0, a1, a2, a3) = (SIMD16<Float>.zero, SIMD16<Float>.zero, SIMD16<Float>.zero, SIMD16<Float>.zero)
    let first = VectorMath.load(x)
    for b in 1..<bands {
      let column = VectorMath.load(x + b * stride) - first
      a0 += column * w0[b]
      a1 += column * w1[b]
      a2 += column * w2[b]
      a3 += column * w3[b]
    }
    VectorMath.store(a0, y + c * stride)
    VectorMath.store(a1, y + (c + 1) * stride)
    VectorMath.store(a2, y + (c + 2) * stride)
    VectorMath.store(a3, y + (c + 3) * stride)
  }

  @inline(__always)
  private func single(_ x: UnsafePointer<Float>, to y: UnsafeMutablePointer<Float>, _ c: Int, stride: Int) {
    let w = matrix.start + c * bands
    var a = SIMD16<Float>.zero
    let first = VectorMath.load(x)
    for b in 1..<bands { a += (VectorMath.load(x + b * stride) - first) * w[b] }
    VectorMath.store(a, y + c * stride)
  }
}
