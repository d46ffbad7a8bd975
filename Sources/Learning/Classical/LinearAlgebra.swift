import CLAPACK
import CLinear
import Glibc

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

/// Whether a factor of a product is taken as it lies or with rows and columns exchanged.
enum Side { case plain, transposed }

/// The product of two matrices, `A B` with either transposed on request, by BLAS.
func product(_ a: Matrix, _ sideA: Side = .plain, _ b: Matrix, _ sideB: Side = .plain) -> Matrix {
  var result = Matrix(
    zeros: sideA == .plain ? a.rows : a.columns, sideB == .plain ? b.columns : b.rows)
  multiply(a, sideA, b.values, columns: result.columns, sideB, into: &result.values)
  return result
}

/// `out = op(A) op(B)` where the second factor lies in a plain array; the hot call of the solvers allocates nothing.
func multiply(
  _ a: Matrix, _ sideA: Side, _ b: [Double], columns: Int, _ sideB: Side = .plain, into out: inout [Double]
) {
  let rows = sideA == .plain ? a.rows : a.columns
  let inner = sideA == .plain ? a.columns : a.rows
  guard rows > 0, columns > 0, inner > 0 else { return }
  precondition(b.count == inner * columns && out.count == rows * columns)
  Turn.atMatrices.take()
  defer { Turn.atMatrices.give() }
  cblas_dgemm(
    CblasRowMajor, sideA == .plain ? CblasNoTrans : CblasTrans, sideB == .plain ? CblasNoTrans : CblasTrans,
    Int32(rows), Int32(columns), Int32(inner), 1, a.values, Int32(a.columns),
    b, Int32(sideB == .plain ? columns : inner), 0, &out, Int32(columns))
}

/// `xᵀ y`.
func dot(_ x: [Double], _ y: [Double]) -> Double { cblas_ddot(Int32(x.count), x, 1, y, 1) }

/// `y += factor * x`.
func add(_ factor: Double, _ x: [Double], to y: inout [Double]) { cblas_daxpy(Int32(x.count), factor, x, 1, &y, 1) }

/// The lower triangular `L` with `A = L Lᵀ`, by LAPACK.
struct Cholesky {
  private let factor: Matrix  // [n, n], lower triangle

  /// Factors a symmetric matrix.
  /// - Returns: nil when it is not positive definite.
  init?(_ matrix: Matrix) {
    var factor = matrix
    var order = Int32(matrix.rows)
    var info: Int32 = 0
    var leading = max(order, 1)
    // LAPACK counts by columns, so its upper triangle is our lower one.
    Turn.atMatrices.take()
    defer { Turn.atMatrices.give() }
    dpotrf_("U", &order, &factor.values, &leading, &info)
    guard info == 0 else { return nil }
    self.factor = factor
  }

  /// `L⁻¹ B`, in place.
  func solveLower(_ b: inout Matrix) { solve(CblasNoTrans, &b) }

  /// `L⁻ᵀ B`, in place.
  func solveUpper(_ b: inout Matrix) { solve(CblasTrans, &b) }

  private func solve(_ side: CBLAS_TRANSPOSE, _ b: inout Matrix) {
    Turn.atMatrices.take()
    defer { Turn.atMatrices.give() }
    cblas_dtrsm(
      CblasRowMajor, CblasLeft, CblasLower, side, CblasNonUnit, Int32(b.rows), Int32(b.columns), 1,
      factor.values, Int32(factor.columns), &b.values, Int32(b.columns))
  }
}

/// Eigenvalues of a symmetric matrix, largest first, and their unit vectors as rows, by LAPACK.
func eigen(ofSymmetric matrix: Matrix) -> (values: [Double], vectors: Matrix)? {
  var order = Int32(matrix.rows)
  var vectors = matrix.values
  var values = [Double](repeating: 0, count: matrix.rows)
  var scratch = [Double](repeating: 0, count: max(1, 34 * matrix.rows))
  var scratchCount = Int32(scratch.count)
  var info: Int32 = 0
  var leading = max(order, 1)
  Turn.atMatrices.take()
  defer { Turn.atMatrices.give() }
  dsyev_("V", "U", &order, &vectors, &leading, &values, &scratch, &scratchCount, &info)
  guard info == 0 else { return nil }
  // LAPACK's columns are our rows, in ascending order.
  let ascending = Matrix(matrix.rows, matrix.columns, vectors)
  return (values.reversed(), ascending.selecting(rows: Array((0..<matrix.rows).reversed())))
}

/// Keeps OpenBLAS on the calling thread, whichever of its builds is installed: the fits run in parallel themselves, and
/// sums that are split by thread would make results depend on the number of processors.
func useOneThreadPerProduct() { openblas_set_num_threads(1) }

/// The libraries that fit classical models.
public enum AlgebraLibraries {
  /// Their names and versions: weights depend on them.
  public static var versions: [String] {
    // `OpenBLAS 0.3.21 NO_LAPACKE DYNAMIC_ARCH …`: what follows the version names the processor, which is recorded in a
    // model and not part of its key.
    let blas = String(cString: openblas_get_config()).split(separator: " ").prefix(2).joined(separator: " ")
    return [blas, "liblinear \(lilt_liblinear_version())"]
  }

  /// Whose instructions matrices are multiplied with: `OpenBLAS Haswell`.
  public static var processor: String { "OpenBLAS \(String(cString: openblas_get_corename()))" }
}

/// Lets one thread at a time into those routines of OpenBLAS that pack matrices.
///
/// Its serial build hands out the memory that it packs them into without telling threads apart: two products at once now
/// and then overwrite each other, and the sums are wrong without a sign. Sums over vectors use no such memory.
final class Turn: @unchecked Sendable {
  /// The one for the whole process, as the memory that it guards is.
  static let atMatrices = Turn()

  // A heap cell, because POSIX forbids moving it.
  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)

  private init() { pthread_mutex_init(mutex, nil) }

  func take() { pthread_mutex_lock(mutex) }

  func give() { pthread_mutex_unlock(mutex) }
}
