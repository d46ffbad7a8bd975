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
  /// |X|, to the last bit as numpy takes it of single-precision spectra. // [bins]
  let magnitude: UnsafePointer<Float>
  /// The squares of these magnitudes, which differ from `power` in the last bit. // [bins]
  let squares: UnsafePointer<Float>
}

/// The short-time Fourier transform of the clip at hand, computed once: every listener hears every frame in one pass.
///
/// It transforms in double precision. Single precision leaves noise 140 dB below a frame's loudest bin, which is all that
/// there is in the upper bands of sound that was recorded at a lower rate, and much of what there is in quiet ones.
final class Spectrogram {
  /// What listeners need.
  struct Demands: OptionSet {
    let rawValue: Int
    static let power = Demands(rawValue: 1)
    static let magnitude = Demands(rawValue: 2)
    static let squares = Demands(rawValue: 4)
  }

  let frame: FrameSettings
  let rate: Double
  let timeline: Timeline
  var bins: Int { frame.size / 2 + 1 }

  private var listeners: [any FrameListener] = []
  private var demands: Demands = []
  private let stft: STFT<Double>
  private let power: AlignedBuffer<Float>
  private let magnitude: AlignedBuffer<Float>
  private let squares: AlignedBuffer<Float>
  private var heard = -1

  init(frame: FrameSettings, rate: Double) {
    (self.frame, self.rate) = (frame, rate)
    timeline = frame.timeline(rate: rate)
    stft = STFT(framing: frame.framing, window: frame.window, length: frame.length)
    // Vector loops may read beyond the last bin.
    power = AlignedBuffer(count: frame.size / 2 + 17)
    magnitude = AlignedBuffer(count: frame.size / 2 + 17)
    squares = AlignedBuffer(count: frame.size / 2 + 17)
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
    let view = SpectrumFrame(bins: bins, power: power.start, magnitude: magnitude.start, squares: squares.start)
    for t in 0..<frames {
      transform(t, clip)
      for listener in listeners { listener.hear(view, at: t) }
    }
    for listener in listeners { listener.end() }
    heard = clip.number
  }

  private func transform(_ t: Int, _ clip: ClipSamples) {
    let spectrum = stft(frame: t, of: clip.samples)
    if demands.contains(.power) { Arrays.power(spectrum, to: power.start, count: bins) }
    if demands.isDisjoint(with: [.magnitude, .squares]) { return }
    Arrays.magnitude(spectrum, to: magnitude.start, count: bins)
    if demands.contains(.squares) { Arrays.square(magnitude.start, to: squares.start, count: bins) }
  }
}

/// All powers of the clip at hand, for what must know the whole clip before it can use one frame. // [frames, bins]
final class PowerSpectrogram: FrameListener {
  private let spectrogram: Spectrogram
  private let memory = Workspace<Float>()
  /// Elements from one frame to the next: the bins and what vector loops read beyond them.
  let stride: Int

  init(_ spectrogram: Spectrogram) {
    self.spectrogram = spectrogram
    stride = (spectrogram.bins + 31) & ~15
    spectrogram.add(self, demanding: .squares)
  }

  /// The first frame's powers; further frames are `stride` apart.
  func values(of clip: ClipSamples) throws -> UnsafePointer<Float> {
    try spectrogram.run(clip)
    return UnsafePointer(memory.start)
  }

  func begin(frames: Int) { memory.hold(frames * stride) }

  func hear(_ frame: SpectrumFrame, at t: Int) {
    (memory.start + t * stride).update(from: frame.squares, count: frame.bins)
  }
}
