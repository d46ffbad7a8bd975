import CSndfile
import CSoxr

/// The libraries that decode and resample.
public enum SoundLibraries {
  /// Their names and versions: the samples of a clip depend on them.
  public static var versions: [String] {
    // Both say who they are in front of the version: `libsndfile-1.2.0`, `libsoxr-0.1.3`.
    [sf_version_string(), soxr_version()].map { spoken in
      String(cString: spoken!).replacing("-", with: " ", maxReplacements: 1)
    }
  }
}
