/// What became of a recording.
public enum Cleaned: Sendable, Equatable {
  /// It is clean.
  case waveform(Waveform)
  /// It cannot be used.
  case dropped(Dropped)
}

/// Why a recording gives no waveform.
public enum Dropped: Sendable, Equatable, CustomStringConvertible {
  /// Nothing is left, and after which step.
  case empty(after: String)
  /// Every sample is zero.
  case silent
  /// A sample is infinite or not a number.
  case notFinite
  /// A sample is further beyond full scale than sound can be.
  case beyondScale(peak: Float)
  /// Fewer seconds are left than asked for.
  case short(seconds: Double, wanted: Double)

  /// The rule's name in tables: `empty`, `silent`, `notFinite`, `beyondScale`, `short`.
  public var rule: String {
    switch self {
    case .empty: "empty"
    case .silent: "silent"
    case .notFinite: "notFinite"
    case .beyondScale: "beyondScale"
    case .short: "short"
    }
  }

  /// One phrase, such as `every sample is zero`.
  public var description: String {
    switch self {
    case .empty(let step): "nothing is left after \(step)"
    case .silent: "every sample is zero"
    case .notFinite: "a sample is infinite or not a number"
    case .beyondScale(let peak): "its peak is \(peak) times full scale, so it is in another unit or damaged"
    case .short(let seconds, let wanted): "\(seconds) s are left of \(wanted) s wanted"
    }
  }
}

/// Cleans one recording after another; each worker has its own, so that memory is reused.
public final class Cleaner {
  private let settings: Cleaning
  private let greatestPeak: Float
  private var scratch = Scratch()

  /// A cleaner that does what the settings say.
  /// - Parameter greatestPeak: the largest |x|, 1 being full scale, beyond which a recording is in another unit or damaged;
  ///   without one, all finite samples are taken, as for clips that a doctor has passed.
  public init(_ settings: Cleaning, greatestPeak: Float = .infinity) {
    (self.settings, self.greatestPeak) = (settings, greatestPeak)
  }

  /// Decodes only what the settings need of a file, and cleans it.
  public func clean(path: String) throws(AudioError) -> Cleaned {
    try clean(AudioFile.read(path, span: settings.span))
  }

  /// Cleans a recording that holds at least the span that the settings ask for.
  public func clean(_ recording: Recording) throws(AudioError) -> Cleaned {
    let wanted = settings.span.frames(rate: recording.rate).clamped(to: recording.range)
    if wanted.isEmpty { return .dropped(.empty(after: settings.offset > 0 ? "offset" : "decoding")) }
    let rate = settings.rate.value(for: recording.rate)
    let mono = scratch.space(for: wanted.count)
    recording.mix(wanted, into: mono)
    let loudest = peak(UnsafeBufferPointer(mono))
    if !loudest.isFinite || !isFinite(recording, mono) { return .dropped(.notFinite) }
    if loudest == 0 { return .dropped(.silent) }
    if loudest > greatestPeak { return .dropped(.beyondScale(peak: loudest)) }
    var samples = try Resampler.resample(
      UnsafeBufferPointer(mono), from: Double(recording.rate), to: Double(rate))
    // Sums inside the filter may exceed what a float holds.
    if loudest > 1e30, !allFinite(samples) { return .dropped(.notFinite) }
    if settings.dc { DirectCurrent.remove(from: &samples) }
    if let trim = settings.trim {
      let range = trim.range(of: samples)
      if range.isEmpty { return .dropped(.empty(after: "trim")) }
      if range.count < samples.count { samples = Array(samples[range]) }
    }
    if let mask = settings.mask {
      mask.apply(to: &samples, rate: rate)
      if samples.isEmpty { return .dropped(.empty(after: "mask")) }
    }
    settings.level?.apply(to: &samples)
    settings.preEmphasis?.apply(to: &samples)
    if loudest > 1e30, !allFinite(samples) { return .dropped(.notFinite) }
    return try fit(samples, rate: rate)
  }

  private func fit(_ samples: [Float], rate: Int) throws(AudioError) -> Cleaned {
    var waveform = Waveform(samples: samples, rate: rate)
    guard let duration = settings.duration else { return .waveform(waveform) }
    let wanted = Int((duration * Double(rate)).rounded())
    let missing = wanted - samples.count
    switch settings.short {
    case .keep: break
    case .pad:
      guard wanted <= AudioFile.greatestCount else {
        throw AudioError(.resample, "\(rate) Hz", .long("\(duration) s are \(wanted) samples"))
      }
      if missing > 0 { waveform.samples += repeatElement(0, count: missing) }
      if missing < 0 { waveform.samples.removeLast(-missing) }
    case .drop:
      // The source's own rate may not divide the duration, which costs at most one sample.
      if missing > 1 { return .dropped(.short(seconds: waveform.seconds, wanted: duration)) }
    }
    return .waveform(waveform)
  }

  private func isFinite(_ recording: Recording, _ mono: UnsafeMutableBufferPointer<Float>) -> Bool {
    // Whole numbers are always finite; only files of floats can hold anything else.
    guard case .float = recording.samples else { return true }
    return allFinite(mono)
  }

  /// Anything but a number makes zero times itself no zero.
  private func allFinite(_ samples: some Sequence<Float>) -> Bool {
    var sum: Float = 0
    for value in samples { sum += value * 0 }
    return sum == 0
  }
}

/// Memory for one clip's samples, kept from clip to clip.
private struct Scratch: ~Copyable {
  private var buffer = UnsafeMutableBufferPointer<Float>(start: nil, count: 0)

  deinit { buffer.deallocate() }

  mutating func space(for count: Int) -> UnsafeMutableBufferPointer<Float> {
    if buffer.count < count {
      buffer.deallocate()
      buffer = .allocate(capacity: count + count / 4)
    }
    return .init(rebasing: buffer[..<count])
  }
}
