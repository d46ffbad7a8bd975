import CLAPACK

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
