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
