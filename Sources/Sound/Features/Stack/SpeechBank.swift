import Glibc
import Settings
import Signal

/// The filter bank that python_speech_features shares among its features, with its defaults at any rate.
public struct SpeechBankSettings: Settings, Hashable {
  /// What it is for and what its keys mean.
  public static let about = About(
    "The filter bank that python_speech_features shares among its features, with its defaults at any rate.",
    title: "a filter bank"
  ) {
    Key("window", "Time of each frame.", in: 1e-6...60, unit: "seconds")
    Key("step", "Time from one frame to the next.", in: 1e-6...60, unit: "seconds")
    Key(
      "fft", "Points of the Fourier transform; longer frames are cut to it and shorter ones padded with zeros.",
      in: 2...1 << 20)
    Key("filters", "Triangles on HTK's mel scale.", in: 1...4096)
    Key("low", "The lower end of the first triangle.", in: 0...1e6, unit: "Hz")
    Key(
      "high", "The upper end of the last triangle; half the rate when left out.", in: 0...1e6, unit: "Hz",
      example: "high: 4000")
    Key("preEmphasis", "Pre-emphasis: the share of the sample before that is subtracted from each sample.", in: -1...1)
    Key(
      "scale",
      """
      What samples are multiplied by first; 32768 gives what python_speech_features gives for 16-bit samples.
      """, in: 1e-12...1e12)
  }

  /// Seconds per frame.
  public var window = 0.025
  /// Seconds from one frame to the next.
  public var step = 0.01
  /// Points of the Fourier transform.
  public var fft = 512
  /// Triangles on HTK's mel scale.
  public var filters = 26
  /// The lower end of the first triangle, in Hz.
  public var low = 0.0
  /// The upper end of the last triangle, in Hz; half the rate if null.
  public var high: Double?
  /// Pre-emphasis: the share of the sample before that is subtracted from each sample.
  public var preEmphasis = 0.97
  /// What samples are multiplied by first.
  public var scale = 1.0

  /// python_speech_features' own defaults.
  public init() {}

  /// The bank must have a width.
  public func validate() throws {
    guard low < high ?? .infinity else { throw Invalid("low must be below high, found \(low)") }
  }
}

/// Filter bank energies of the clip at hand in double precision, as python_speech_features computes them.
final class SpeechBank {
  let settings: SpeechBankSettings
  let timeline: Timeline
  /// Σ of the power spectrum. // [frames]
  private(set) var energy: [Double] = []
  /// Filtered powers. // [frames, filters]
  private(set) var filtered: [Double] = []
  /// Filtered powers times frequencies. // [frames, filters]
  private(set) var moments: [Double] = []

  private let wantsMoments: Bool
  private let size: Int
  private let frame: Int
  private let fft: RealFFT<Double>
  private let bank: FilterBank
  private let power: AlignedBuffer<Double>
  private let frequencies: [Double]
  private var heard = -1

  /// - Parameter moments: whether subband centroids are wanted, which take no zero for an answer.
  init(_ settings: SpeechBankSettings, rate: Double, moments: Bool) throws {
    guard settings.high ?? 0 <= rate / 2 else {
      throw FeatureError(
        subject: "fbank", cause: "bands up to \(settings.high!) Hz do not lie below half the rate, \(rate / 2) Hz")
    }
    // Halves are rounded up, as python_speech_features does.
    let step = max(1, Int((settings.step * rate + 0.5).rounded(.down)))
    frame = max(1, Int((settings.window * rate + 0.5).rounded(.down)))
    timeline = Timeline(rate: rate, hop: step, deficit: frame, middle: Double(frame) / 2, partial: true)
    (self.settings, wantsMoments, size) = (settings, moments, settings.fft)
    fft = RealFFT(size: size)
    bank = FilterBank(
      MelBank.binnedWeights(
        rate: rate, size: size, bands: settings.filters, low: settings.low, high: settings.high))
    power = AlignedBuffer(count: size / 2 + 9)
    let last = Double(size / 2)
    frequencies = (0...size / 2).map { 1 + (rate / 2 - 1) * Double($0) / last }
  }

  /// Computes everything for a clip unless that has been done.
  func run(_ clip: ClipSamples) throws {
    guard heard != clip.number else { return }
    let frames = timeline.frames(samples: clip.samples.count)
    energy = Array(repeating: 0, count: frames)
    filtered = Array(repeating: 0, count: frames * bank.count)
    moments = Array(repeating: 0, count: wantsMoments ? frames * bank.count : 0)
    for t in 0..<frames {
      transform(t, clip.samples)
      for k in 0..<fft.bins { energy[t] += power[k] }
      if energy[t] == 0 { energy[t] = .ulpOfOne }
      if wantsMoments { for k in 0..<fft.bins where power[k] == 0 { power[k] = .ulpOfOne } }
      filtered.withUnsafeMutableBufferPointer { bank(power.start, to: $0.baseAddress! + t * bank.count) }
      guard wantsMoments else { continue }
      for k in 0..<fft.bins { power[k] *= frequencies[k] }
      moments.withUnsafeMutableBufferPointer { bank(power.start, to: $0.baseAddress! + t * bank.count) }
    }
    // Logarithms and ratios follow, for which zeros become the smallest step from 1.
    for i in filtered.indices where filtered[i] == 0 { filtered[i] = .ulpOfOne }
    heard = clip.number
  }

  /// The power spectrum of frame `t`: |X|² / size.
  private func transform(_ t: Int, _ clip: UnsafeBufferPointer<Float>) {
    let first = t * timeline.hop
    let count = max(0, min(frame, size, clip.count - first))
    if settings.scale == 1 {
      // In single precision, which is what python_speech_features has for float samples.
      let share = Float(settings.preEmphasis)
      for i in 0..<count {
        fft.samples[i] = Double(first + i == 0 ? clip[0] : clip[first + i] - share * clip[first + i - 1])
      }
    } else {
      let (scale, share) = (settings.scale, settings.preEmphasis)
      for i in 0..<count {
        let before = first + i == 0 ? 0 : Double(clip[first + i - 1]) * scale
        fft.samples[i] = Double(clip[first + i]) * scale - share * before
      }
    }
    for i in count..<size { fft.samples[i] = 0 }
    fft.forward()
    for k in 0..<fft.bins {
      let (re, im) = (fft.spectrum[2 * k], fft.spectrum[2 * k + 1])
      power[k] = (re * re + im * im) / Double(size)
    }
  }
}

extension Stack {
  /// Filter bank energies with certain settings, computed once for all families that use them.
  func speechBank(_ settings: SpeechBankSettings, moments: Bool = false) throws -> SpeechBank {
    try shared("\(settings) \(moments)") { try SpeechBank(settings, rate: rate, moments: moments) }
  }
}
