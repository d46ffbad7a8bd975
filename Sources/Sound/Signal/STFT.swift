/// The short-time Fourier transform: each frame weighted by a window and transformed. // [frames, bins], complex
///
/// It owns its plan and its window and allocates nothing per frame. With `Scalar` = `Double`, rounding its output to
/// `Float` gives librosa's complex64 spectra.
public struct STFT<Scalar: FFTScalar>: ~Copyable {
  /// How clips are cut.
  public let framing: Framing
  /// Points per transform; a longer transform than the frame pads it with zeros on both sides, as librosa does.
  public var size: Int { transform.size }
  /// Complex values per frame.
  public var bins: Int { transform.bins }

  private let transform: RealFFT<Scalar>
  private let weights: AlignedBuffer<Scalar>

  /// An STFT of `framing.size` points.
  /// - Parameters:
  ///   - window: the frame's weights.
  ///   - length: samples that the window covers, centred in the frame; the rest of the frame counts as zero.
  public init(framing: Framing, window: Window = .hann, length: Int? = nil) {
    self.framing = framing
    transform = RealFFT(size: framing.size)
    weights = AlignedBuffer(window.centred(length ?? framing.size, in: framing.size))
  }

  /// Transforms frame `t`.
  /// - Returns: its spectrum, parts interleaved, valid until the next call. // [2 * bins]
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  public func callAsFunction(frame t: Int, of clip: UnsafeBufferPointer<Float>) -> UnsafeMutablePointer<Scalar> {
    framing.copy(frame: t, of: clip, weights: weights.start, to: transform.samples)
    transform.forward()
    return transform.spectrum
  }
}

extension Window {
  /// A window of `length` samples in the middle of `size`, with zeros around it.
  func centred<Scalar: FFTScalar>(_ length: Int, in size: Int) -> [Scalar] {
    precondition(length <= size, "a window of \(length) samples does not fit a frame of \(size)")
    let left = (size - length) / 2
    return Array(repeating: 0, count: left) + values(length) + Array(repeating: 0, count: size - length - left)
  }
}
