import CSoxr
import Glibc

/// The constant-Q transform (Brown 1991; by octaves, Schörkhuber and Klapuri 2010): how strongly a clip sounds in
/// geometrically spaced bands whose width is a fixed share of their frequency. // [bins, frames]
///
/// The highest octave is transformed at the clip's rate; then the rate is halved for every octave below. It matches
/// `abs(librosa.cqt(...))` with librosa's defaults.
public struct ConstantQ: ~Copyable {
  /// Octaves from `low` upwards.
  public let octaves: Int
  /// Filters per octave.
  public let binsPerOctave: Int
  /// Filters altogether.
  public var bins: Int { octaves * binsPerOctave }

  private let hop: Int
  private let low: Double
  private let rate: Double
  private let quality: Double
  private let earlyHalvings: Int
  private let halve = RateHalver()
  private var bases: [Double: ConstantQBasis] = [:]
  private var transform: RealFFT<Double>
  private var ones: AlignedBuffer<Double>
  private var rooms = (a: Workspace<Float>(), b: Workspace<Float>())

  /// Why a transform cannot be made.
  public struct Impossible: Error, CustomStringConvertible {
    /// The cause and what was expected.
    public let description: String
  }

  /// - Parameters:
  ///   - rate: samples per second.
  ///   - hop: samples from one frame to the next, a multiple of 2^(octaves - 1).
  ///   - low: frequency of the lowest filter, in Hz; C1 by default.
  public init(
    rate: Double, hop: Int = 512, low: Double = 440 * exp2(-45.0 / 12), octaves: Int = 7, binsPerOctave: Int = 36
  ) throws {
    (self.rate, self.low, self.octaves, self.binsPerOctave) = (rate, low, octaves, binsPerOctave)
    let growth = exp2(2 / Double(binsPerOctave))
    let bandwidth = (growth - 1) / (growth + 1)
    quality = 1 / bandwidth
    guard octaves > 0, binsPerOctave > 0, hop > 0, hop % (1 << (octaves - 1)) == 0 else {
      throw Impossible(
        description: "a constant-Q transform of \(octaves) octaves needs a hop that is a multiple of "
          + "\(1 << max(octaves - 1, 0)), found \(hop)")
    }
    // Hann's window is 1.5 bins wide.
    let top = low * exp2(Double(octaves) - 1 / Double(binsPerOctave)) * (1 + 0.75018310546875 * bandwidth)
    guard top * exp2(0.5 / Double(binsPerOctave)) <= rate / 2 else {
      throw Impossible(
        description: "a constant-Q transform up to \(Int(top)) Hz needs a rate of at least \(Int(2 * top) + 1) Hz, "
          + "found \(Int(rate))")
    }
    earlyHalvings = min(
      max(0, Int(log2(rate / 2 / top).rounded(.up)) - 2), max(0, hop.trailingZeroBitCount - octaves + 1))
    self.hop = hop >> earlyHalvings
    transform = RealFFT(size: 1)
    ones = AlignedBuffer(count: 0)
  }

  /// Frames of a clip of `samples` samples.
  public func frames(samples: Int) -> Int {
    var (count, length, step) = (Int.max, samples, hop)
    for _ in 0..<earlyHalvings { length = RateHalver.count(samples: length) }
    for _ in 0..<octaves {
      count = min(count, 1 + length / step)
      (length, step) = (RateHalver.count(samples: length), step / 2)
    }
    return samples > 0 ? count : 0
  }

  /// Transforms a clip.
  /// - Parameters:
  ///   - clip: the samples.
  ///   - frames: how many frames to transform, at most `frames(samples:)`.
  ///   - tuning: how far all filters are shifted, in fractions of a bin.
  ///   - result: the magnitudes, rows `stride` apart. // [bins, frames]
  public mutating func magnitudes(
    of clip: UnsafeBufferPointer<Float>, frames: Int, tuning: Double, to result: UnsafeMutablePointer<Float>,
    stride: Int
  ) {
    guard frames > 0 else { return }
    let basis = basis(tuning: tuning)
    if transform.size != basis.size {
      transform = RealFFT(size: basis.size)
      ones = AlignedBuffer(Array(repeating: 1, count: basis.size))
    }
    for room in [rooms.a, rooms.b] { room.hold(clip.count / 2 + 128) }
    var (current, next) = (clip, rooms.a)
    for _ in 0..<earlyHalvings { current = halved(current, into: &next) }
    var step = hop
    for octave in 0..<octaves {
      let rows = result + (octaves - 1 - octave) * binsPerOctave * stride
      let framing = Framing(size: basis.size, hop: step)
      for t in 0..<frames {
        framing.copy(frame: t, of: current, weights: ones.start, to: transform.samples)
        transform.forward()
        basis.magnitudes(transform.spectrum, to: rows + t, stride: stride)
      }
      step /= 2
      if octave + 1 < octaves { current = halved(current, into: &next) }
    }
  }

  private func halved(_ clip: UnsafeBufferPointer<Float>, into room: inout Workspace<Float>) -> UnsafeBufferPointer<
    Float
  > {
    halve(clip, to: room.start)
    let half = UnsafeBufferPointer(start: room.start, count: RateHalver.count(samples: clip.count))
    room = half.baseAddress == UnsafePointer(rooms.a.start) ? rooms.b : rooms.a
    return half
  }

  /// Filters for one tuning, made once; there are at most a hundred tunings.
  private mutating func basis(tuning: Double) -> ConstantQBasis {
    if let known = bases[tuning] { return known }
    let octave = Double(octaves - 1)
    let frequencies = (0..<binsPerOctave).map {
      low * exp2(octave + (Double($0) + tuning) / Double(binsPerOctave)) / (rate / Double(1 << earlyHalvings))
    }
    let made = ConstantQBasis(
      frequencies: frequencies, q: quality, scale: frequencies.map { 1 / (quality / $0).squareRoot() })
    bases[tuning] = made
    return made
  }
}

/// Halves the sample rate by soxr at quality HQ, as librosa does between the octaves of its constant-Q transform.
///
/// In a clip that begins with digital silence, the first frames of a constant-Q chroma consist of what this filter and
/// its rounding let through, so that only the same filter gives the same chroma.
public struct RateHalver: ~Copyable {
  private let resampler: OpaquePointer

  /// A resampler, which soxr fails to make only when memory is out.
  public init() {
    var quality = soxr_quality_spec(UInt(SOXR_HQ), 0)
    resampler = soxr_create(2, 1, 1, nil, nil, &quality, nil)!
  }

  deinit { soxr_delete(resampler) }

  /// Samples that a clip of `samples` samples is halved to.
  public static func count(samples: Int) -> Int { (samples + 1) / 2 }

  /// Halves a clip and scales it by √2, so that its energy stays the same.
  /// - Parameter half: room for `count(samples:)` samples.
  public func callAsFunction(_ clip: UnsafeBufferPointer<Float>, to half: UnsafeMutablePointer<Float>) {
    let count = Self.count(samples: clip.count)
    soxr_clear(resampler)
    var (taken, written) = (0, 0)
    soxr_process(resampler, clip.baseAddress, clip.count, &taken, half, count, &written)
    // Without input soxr gives out what it still holds, and in the end nothing.
    var more = count - written
    while written < count && more > 0 {
      soxr_process(resampler, nil, 0, nil, half + written, count - written, &more)
      written += more
    }
    (half + written).update(repeating: 0, count: count - written)
    // Divided in double precision, as numpy does.
    for i in 0..<count { half[i] = Float(Double(half[i]) / 0.5.squareRoot()) }
  }
}
