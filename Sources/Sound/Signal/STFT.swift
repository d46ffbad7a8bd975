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

/// The inverse short-time Fourier transform: frames transformed back, weighted, overlapped and added, then divided by
/// the sum of the squared windows that cover each sample (Griffin and Lim 1984), as `librosa.istft` does it.
public struct InverseSTFT<Scalar: FFTScalar>: ~Copyable {
  /// How the frames lie in the clip; its padding does not matter on the way back.
  public let framing: Framing
  /// Complex values per frame.
  public var bins: Int { transform.bins }

  private let transform: RealFFT<Scalar>
  private let weights: AlignedBuffer<Scalar>

  /// The way back from an `STFT` with the same framing and window.
  public init(framing: Framing, window: Window = .hann) {
    self.framing = framing
    transform = RealFFT(size: framing.size)
    weights = AlignedBuffer(window.centred(framing.size, in: framing.size))
  }

  /// Samples that `frames` frames come back as when nobody asks for a certain length.
  public func sampleCount(frames: Int) -> Int {
    max(0, framing.size + framing.hop * (frames - 1) - 2 * framing.lead)
  }

  /// Synthesises a clip of `clip.count` samples, which is padded with zeros or cut at its end.
  /// - Parameters:
  ///   - frames: how many there are.
  ///   - clip: where the samples go.
  ///   - spectrum: writes the spectrum of frame t, parts interleaved, to the memory it is given. // [2 * bins]
  @specialized(where Scalar == Float)
  @specialized(where Scalar == Double)
  public func synthesise(
    frames: Int, into clip: UnsafeMutableBufferPointer<Float>,
    spectrum: (_ frame: Int, _ destination: UnsafeMutablePointer<Scalar>) -> Void
  ) {
    let (size, hop, lead, length) = (framing.size, framing.hop, framing.lead, clip.count)
    let needed = min(frames, (length + 2 * lead + hop - 1) / hop)
    let sum = AlignedBuffer<Scalar>(count: length)
    let cover = AlignedBuffer<Scalar>(count: length)
    let scale = 1 / Scalar(size)
    for t in 0..<needed {
      spectrum(t, transform.spectrum)
      transform.inverse()
      let first = t * hop - lead
      let skipped = max(0, -first)
      let end = min(size, length - first)
      guard skipped < end else { continue }
      let (target, total) = (sum.start + (first + skipped), cover.start + (first + skipped))
      let (source, weight) = (transform.samples + skipped, weights.start + skipped)
      for i in 0..<end - skipped {
        target[i] += source[i] * (weight[i] * scale)
        total[i] += weight[i] * weight[i]
      }
    }
    // Where no window reaches there is nothing to divide; librosa draws the line at float32's smallest normal number.
    let tiny = Scalar(Float.leastNormalMagnitude)
    for i in 0..<length { clip[i] = Float(cover[i] > tiny ? sum[i] / cover[i] : sum[i]) }
  }
}
