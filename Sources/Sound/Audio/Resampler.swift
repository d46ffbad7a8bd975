import CSoxr
import Settings

/// The sampling rate of clean sound: a number of hertz, or `null` (also `"native"`) for each source's own.
public enum TargetRate: Codable, Equatable, Described {
  /// The source's own rate.
  case native
  /// Samples per second.
  case hertz(Int)

  /// A whole number or null.
  public static var form: Form { .either([.whole, .null]) }

  /// Reads a whole number, null or `"native"`.
  public init(from decoder: any Decoder) throws {
    let value = try decoder.singleValueContainer()
    if value.decodeNil() || (try? value.decode(String.self)) == "native" {
      self = .native
    } else {
      self = .hertz(try value.decode(Int.self))
    }
  }

  /// Writes the number or null, spelt out because a left-out key means the default rate.
  public func encode(to encoder: any Encoder) throws {
    var value = encoder.singleValueContainer()
    switch self {
    case .native: try value.encodeNil()
    case .hertz(let rate): try value.encode(rate)
    }
  }

  /// The rate for a source of a given rate.
  public func value(for source: Int) -> Int {
    switch self {
    case .native: source
    case .hertz(let rate): rate
    }
  }
}

/// Changes a waveform's sampling rate with libsoxr at high quality, equal to `librosa.load` and `librosa.resample`.
///
/// Linear phase, 20 bits, pass band to 0.913 of the lower Nyquist frequency. Rates may be fractions, which
/// pitch shifting needs.
public enum Resampler {
  /// The waveform at another rate; at its own rate, the waveform itself.
  public static func resample(_ waveform: Waveform, to rate: Int) throws(AudioError) -> Waveform {
    if waveform.rate == rate { return waveform }
    let samples = try resample(waveform.samples, from: Double(waveform.rate), to: Double(rate))
    return Waveform(samples: samples, rate: rate)
  }

  /// Samples taken at another rate: `ceil(n * target / source)` of them, as `librosa.resample` returns.
  /// - Parameter length: another number of samples to cut or pad with zeros to.
  public static func resample(
    _ samples: [Float], from source: Double, to target: Double, length: Int? = nil
  ) throws(AudioError) -> [Float] {
    // `withUnsafeBufferPointer` passes the error's type on, which a closure in between would lose.
    try samples.withUnsafeBufferPointer { (buffer) throws(AudioError) in
      try resample(buffer, from: source, to: target, length: length)
    }
  }

  static func resample(
    _ samples: UnsafeBufferPointer<Float>, from source: Double, to target: Double, length: Int? = nil
  ) throws(AudioError) -> [Float] {
    let ratio = target / source
    guard source > 0, target > 0, (1 / 256...256).contains(ratio) else {
      let words = "expected rates above 0 and at most 256 times apart, found \(source) and \(target)"
      throw AudioError(.resample, "\(source) Hz", .rate(words))
    }
    // The product may exceed the whole number that it stands for; librosa's does too.
    let wanted = length ?? Int((Double(samples.count) * ratio).rounded(.up))
    guard (0...AudioFile.greatestCount).contains(wanted) else {
      throw AudioError(.resample, "\(source) Hz", .long("\(wanted) samples at \(target) Hz come of \(samples.count)"))
    }
    guard let converter = Converter(from: source, to: target) else {
      throw AudioError(.resample, "\(source) Hz", .system("libsoxr could not start"))
    }
    return [Float](unsafeUninitializedCapacity: wanted) { buffer, filled in
      let done = source == target ? copy(samples, into: buffer) : converter.convert(samples, into: buffer)
      // soxr may give one sample fewer than librosa promises; the rest is zeros.
      buffer[done...].initialize(repeating: 0)
      filled = wanted
    }
  }

  private static func copy(
    _ samples: UnsafeBufferPointer<Float>, into buffer: UnsafeMutableBufferPointer<Float>
  ) -> Int {
    let count = min(samples.count, buffer.count)
    _ = buffer[..<count].initialize(fromContentsOf: samples[..<count])
    return count
  }
}

/// One soxr stream, used for one signal and closed exactly once.
private struct Converter: ~Copyable {
  private let handle: soxr_t
  /// Input samples handed over at a time: what is worked on then stays in the processor's second-level cache.
  private let piece = 16384

  init?(from source: Double, to target: Double) {
    var quality = soxr_quality_spec(UInt(SOXR_20_BITQ), 0)
    // Debian's library enables its threads by default; a stage's workers are the threads here.
    var runtime = soxr_runtime_spec(1)
    guard let handle = soxr_create(source, target, 1, nil, nil, &quality, &runtime) else { return nil }
    self.handle = handle
  }

  deinit { soxr_delete(handle) }

  /// Converts a whole signal and says how many samples came out, at most the target's count.
  func convert(_ source: UnsafeBufferPointer<Float>, into target: UnsafeMutableBufferPointer<Float>) -> Int {
    var used = 0
    var done = 0
    while done < target.count {
      var taken = 0
      var given = 0
      let rest = min(piece, source.count - used)
      // No input means the end of the signal: what is inside comes out.
      let input: UnsafePointer<Float>? = rest > 0 ? source.baseAddress! + used : nil
      let failure = soxr_process(
        handle, input, rest, &taken, target.baseAddress! + done, target.count - done, &given)
      used += taken
      done += given
      if failure != nil || (rest == 0 && given == 0) { break }
    }
    return done
  }
}
