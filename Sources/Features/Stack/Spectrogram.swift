import Signal

/// Whoever wants to hear every frame's spectrum while it is in the cache.
protocol FrameListener: AnyObject {
  /// A clip of `frames` frames begins.
  func begin(frames: Int)
  /// Frame `t` has been transformed.
  func hear(_ frame: SpectrumFrame, at t: Int)
  /// The clip is over.
  func end()
}

extension FrameListener {
  func end() {}
}

/// One frame's spectrum, valid while it is heard. What nobody demanded is undefined.
struct SpectrumFrame {
  /// Bins from 0 Hz to half the rate.
  let bins: Int
  /// |X|². // [bins]
  let power: UnsafePointer<Float>
  /// |X|. // [bins]
  let magnitude: UnsafePointer<Float>
}

/// The short-time Fourier transform of the clip at hand, computed once: every listener hears every frame in one pass.
final class Spectrogram {
  /// What listeners need.
  struct Demands: OptionSet {
    let rawValue: Int
    static let power = Demands(rawValue: 1)
    static let magnitude = Demands(rawValue: 2)
    /// Transform in double precision, for features that look at bins far below the loudest one: a transform in
    /// single precision leaves noise 140 dB below it.
    static let precise = Demands(rawValue: 4)
  }

  let frame: FrameSettings
  let rate: Double
  let timeline: Timeline
  var bins: Int { frame.size / 2 + 1 }

  private var listeners: [any FrameListener] = []
  private var demands: Demands = []
  private var single: STFTBox<Float>?
  private var double: STFTBox<Double>?
  private let power: AlignedBuffer<Float>
  private let magnitude: AlignedBuffer<Float>
  private var heard = -1

  init(frame: FrameSettings, rate: Double) {
    (self.frame, self.rate) = (frame, rate)
    timeline = frame.timeline(rate: rate)
    // Vector loops may read beyond the last bin.
    power = AlignedBuffer(count: frame.size / 2 + 17)
    magnitude = AlignedBuffer(count: frame.size / 2 + 17)
  }

  /// Frequencies of the bins, in Hz.
  var frequencies: [Double] { (0..<bins).map { Double($0) * rate / Double(frame.size) } }

  /// Adds a listener for all clips to come.
  func add(_ listener: any FrameListener, demanding demands: Demands) {
    listeners.append(listener)
    self.demands.formUnion(demands)
  }

  /// Lets go of all listeners.
  func forgetListeners() { listeners = [] }

  /// Transforms a clip unless that has been done.
  func run(_ clip: ClipSamples) throws {
    guard heard != clip.number else { return }
    let frames = timeline.frames(samples: clip.samples.count)
    guard frames > 0 else {
      throw FeatureError(
        subject: "frame", cause: "a clip of \(clip.samples.count) samples does not fill a frame of \(frame.size)")
    }
    for listener in listeners { listener.begin(frames: frames) }
    let view = SpectrumFrame(bins: bins, power: power.start, magnitude: magnitude.start)
    for t in 0..<frames {
      demands.contains(.precise) ? transformPrecisely(t, clip) : transform(t, clip)
      for listener in listeners { listener.hear(view, at: t) }
    }
    for listener in listeners { listener.end() }
    heard = clip.number
  }

  private func transform(_ t: Int, _ clip: ClipSamples) {
    if single == nil { single = STFTBox(frame) }
    let spectrum = single!.stft(frame: t, of: clip.samples)
    Arrays.power(spectrum, to: power.start, count: bins)
    if demands.contains(.magnitude) { Arrays.squareRoot(power.start, to: magnitude.start, count: bins) }
  }

  private func transformPrecisely(_ t: Int, _ clip: ClipSamples) {
    if double == nil { double = STFTBox(frame) }
    let spectrum = double!.stft(frame: t, of: clip.samples)
    Arrays.magnitude(spectrum, to: magnitude.start, count: bins)
    Arrays.square(magnitude.start, to: power.start, count: bins)
  }
}

/// A plan on the heap, because optionals of noncopyable values cannot be looked into in place.
private final class STFTBox<Scalar: FFTScalar> {
  let stft: STFT<Scalar>

  init(_ frame: FrameSettings) {
    stft = STFT(framing: frame.framing, window: frame.window, length: frame.length)
  }
}
