import CFFTW
import Synchronization

/// A number type that FFTW transforms: `Float` or `Double`.
public protocol FFTScalar: BinaryFloatingPoint, BitwiseCopyable, Sendable {
  /// Plans a transform of `size` real values to `size / 2 + 1` complex ones.
  static func planForward(_ size: Int, _ samples: UnsafeMutablePointer<Self>, _ spectrum: UnsafeMutablePointer<Self>)
    -> FFTPlan
  /// Plans the way back, which overwrites the spectrum.
  static func planInverse(_ size: Int, _ samples: UnsafeMutablePointer<Self>, _ spectrum: UnsafeMutablePointer<Self>)
    -> FFTPlan
  /// Runs a forward plan.
  static func run(_ plan: FFTPlan, from samples: UnsafeMutablePointer<Self>, to spectrum: UnsafeMutablePointer<Self>)
  /// Runs an inverse plan.
  static func run(_ plan: FFTPlan, back spectrum: UnsafeMutablePointer<Self>, to samples: UnsafeMutablePointer<Self>)
  /// Frees a plan.
  static func destroy(_ plan: FFTPlan)
}

/// FFTW's plan for one size and direction. Running one changes nothing in it, which is why it may be sent about.
public struct FFTPlan: @unchecked Sendable {
  fileprivate let pointer: OpaquePointer?
}

/// FFTW's planner keeps tables of its own for the whole process, so plans are made and freed one at a time.
private enum Planner {
  static let turn = Mutex(())
}

// FFTW_ESTIMATE chooses by formula and not by measuring, so that every run computes with the same algorithm.

extension Float: FFTScalar {
  /// Plans with FFTW's float library.
  public static func planForward(
    _ size: Int, _ samples: UnsafeMutablePointer<Float>, _ spectrum: UnsafeMutablePointer<Float>
  ) -> FFTPlan {
    nonisolated(unsafe) let (samples, spectrum) = (samples, complex(spectrum))
    return Planner.turn.withLock { _ in
      FFTPlan(pointer: fftwf_plan_dft_r2c_1d(Int32(size), samples, spectrum, FFTW_ESTIMATE | FFTW_PRESERVE_INPUT))
    }
  }

  /// Plans with FFTW's float library.
  public static func planInverse(
    _ size: Int, _ samples: UnsafeMutablePointer<Float>, _ spectrum: UnsafeMutablePointer<Float>
  ) -> FFTPlan {
    nonisolated(unsafe) let (samples, spectrum) = (samples, complex(spectrum))
    return Planner.turn.withLock { _ in
      FFTPlan(pointer: fftwf_plan_dft_c2r_1d(Int32(size), spectrum, samples, FFTW_ESTIMATE | FFTW_DESTROY_INPUT))
    }
  }

  /// Samples to spectrum, on memory aligned as the plan's.
  public static func run(
    _ plan: FFTPlan, from samples: UnsafeMutablePointer<Float>, to spectrum: UnsafeMutablePointer<Float>
  ) { fftwf_execute_dft_r2c(plan.pointer, samples, complex(spectrum)) }

  /// Spectrum to samples, on memory aligned as the plan's.
  public static func run(
    _ plan: FFTPlan, back spectrum: UnsafeMutablePointer<Float>, to samples: UnsafeMutablePointer<Float>
  ) { fftwf_execute_dft_c2r(plan.pointer, complex(spectrum), samples) }

  /// Frees the plan.
  public static func destroy(_ plan: FFTPlan) { Planner.turn.withLock { _ in fftwf_destroy_plan(plan.pointer) } }
}

extension Double: FFTScalar {
  /// Plans with FFTW's double library.
  public static func planForward(
    _ size: Int, _ samples: UnsafeMutablePointer<Double>, _ spectrum: UnsafeMutablePointer<Double>
  ) -> FFTPlan {
    nonisolated(unsafe) let (samples, spectrum) = (samples, complex(spectrum))
    return Planner.turn.withLock { _ in
      FFTPlan(pointer: fftw_plan_dft_r2c_1d(Int32(size), samples, spectrum, FFTW_ESTIMATE | FFTW_PRESERVE_INPUT))
    }
  }

  /// Plans with FFTW's double library.
  public static func planInverse(
    _ size: Int, _ samples: UnsafeMutablePointer<Double>, _ spectrum: UnsafeMutablePointer<Double>
  ) -> FFTPlan {
    nonisolated(unsafe) let (samples, spectrum) = (samples, complex(spectrum))
    return Planner.turn.withLock { _ in
      FFTPlan(pointer: fftw_plan_dft_c2r_1d(Int32(size), spectrum, samples, FFTW_ESTIMATE | FFTW_DESTROY_INPUT))
    }
  }

  /// Samples to spectrum, on memory aligned as the plan's.
  public static func run(
    _ plan: FFTPlan, from samples: UnsafeMutablePointer<Double>, to spectrum: UnsafeMutablePointer<Double>
  ) { fftw_execute_dft_r2c(plan.pointer, samples, complex(spectrum)) }

  /// Spectrum to samples, on memory aligned as the plan's.
  public static func run(
    _ plan: FFTPlan, back spectrum: UnsafeMutablePointer<Double>, to samples: UnsafeMutablePointer<Double>
  ) { fftw_execute_dft_c2r(plan.pointer, complex(spectrum), samples) }

  /// Frees the plan.
  public static func destroy(_ plan: FFTPlan) { Planner.turn.withLock { _ in fftw_destroy_plan(plan.pointer) } }
}

/// FFTW's complex number is an array of two reals, which Swift imports as a pair.
private func complex<T>(_ pointer: UnsafeMutablePointer<T>) -> UnsafeMutablePointer<(T, T)> {
  UnsafeMutableRawPointer(pointer).assumingMemoryBound(to: (T, T).self)
}
