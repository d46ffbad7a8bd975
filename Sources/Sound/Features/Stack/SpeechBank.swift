import Glibc
import Settings
import Signal

/// The filter bank that python_speech_features shares among its features, with its defaults at any rate.
public struct SpeechBankSettings: Settings, Hashable {
  /// Seconds per frame.
  public var window = 0.025
  /// Seconds from one frame to the next.
  public var step = 0.01
  /// Points of the Fourier transform; longer frames are cut to it and shorter ones padded with zeros.
  public var fft = 512
  /// Triangles on HTK's mel scale.
  public var filters = 26
  /// The lower end of the first triangle, in Hz.
  public var low = 0.0
  /// The upper end of the last triangle, in Hz; half the rate if null.
  public var high: Double?
  /// Pre-emphasis: the share of the sample before that is subtracted from each sample.
  public var preEmphasis = 0.97
  /// What samples are multiplied by first; 32768 gives what python_speech_features gives for 16-bit samples.
  public var scale = 1.0

  /// python_speech_features' own defaults.
  public init() {}

  /// Checks ranges that do not depend on the rate.
  public func validate() throws {
    guard window > 0, step > 0 else { throw Invalid("window and step must be above 0, found \(window) and \(step)") }
    guard (2...1 << 20).contains(fft) else { throw Invalid("fft must be from 2 to 1048576, found \(fft)") }
    guard (1...4096).contains(filters) else { throw Invalid("filters must be from 1 to 4096, found \(filters)") }
    guard low >= 0, low < high ?? .infinity else { throw Invalid("low must be from 0 up and below high, found \(low)") }
    guard scale > 0 else { throw Invalid("scale must be above 0, found \(scale)") }
    try require("window", window, in: 1e-6...60, "seconds")
    try require("step", step, in: 1e-6...60, "seconds")
    try require("high", high, in: 0...1e6, "Hz")
    try require("low", low, in: 0...1e6, "Hz")
    try require("preEmphasis", preEmphasis, in: -1...1)
    try require("scale", scale, in: 1e-12...1e12)
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
