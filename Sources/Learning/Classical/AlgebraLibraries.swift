import CLAPACK
import CLinear

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
