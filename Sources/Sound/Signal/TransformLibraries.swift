import CFFTW

/// The library that transforms.
public enum TransformLibraries {
  /// Its name, version and vector instructions, as it tells them: spectra depend on them.
  public static var versions: [String] { [String(cString: lilt_fftw_version())] }
}
