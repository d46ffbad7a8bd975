import CFFTW
import Synchronization

/// The discrete Fourier transform of real samples: X[k] = Σ x[n] exp(-2πi kn / size), k = 0 … size / 2, by FFTW.
///
/// A spectrum is `bins` complex numbers with their parts interleaved: re₀ im₀ re₁ im₁ … One value belongs to one
/// thread, since its two buffers are what it works in; several may run at once.
public struct RealFFT<Scalar: FFTScalar>: ~Copyable {
  /// Samples per transform.
  public let size: Int
  /// The time side. // [size]
  public let samples: UnsafeMutablePointer<Scalar>
  /// The frequency side. // [2 * bins]
  public let spectrum: UnsafeMutablePointer<Scalar>

  private let time: AlignedBuffer<Scalar>
  private let frequency: AlignedBuffer<Scalar>
  private let forwardPlan: FFTPlan
  private let inversePlan: FFTPlan

  /// Complex values per spectrum: size / 2 + 1.
  public var bins: Int { size / 2 + 1 }

  /// A transform of `size` samples, 1 or more.
  public init(size: Int) {
    precondition(size > 0 && size <= Int(Int32.max), "a transform cannot have \(size) samples")
    self.size = size
    time = AlignedBuffer(count: size)
    frequency = AlignedBuffer(count: 2 * (size / 2 + 1))
    (samples, spectrum) = (time.start, frequency.start)
    forwardPlan = Scalar.planForward(size, samples, spectrum)
    inversePlan = Scalar.planInverse(size, samples, spectrum)
  }

  deinit {
    Scalar.destroy(forwardPlan)
    Scalar.destroy(inversePlan)
  }

  /// `samples` to `spectrum`; the samples stay.
  public func forward() { Scalar.run(forwardPlan, from: samples, to: spectrum) }

  /// `samples` to memory elsewhere, which must be aligned as an `AlignedBuffer` is.
  public func forward(to spectrum: UnsafeMutablePointer<Scalar>) {
    precondition(UInt(bitPattern: spectrum) % UInt(AlignedBuffer<Scalar>.alignment) == 0, "the spectrum is not aligned")
    Scalar.run(forwardPlan, from: samples, to: spectrum)
  }

  /// `spectrum` to `samples`, times `size` (FFTW does not normalise); what the spectrum held is lost.
  public func inverse() { Scalar.run(inversePlan, back: spectrum, to: samples) }
}

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

/// The library that transforms.
public enum TransformLibraries {
  /// Its name, version and vector instructions, as it tells them: spectra depend on them.
  public static var versions: [String] { [String(cString: lilt_fftw_version())] }
}
