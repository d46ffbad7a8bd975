import Glibc
import System

/// Reading sound files: WAV, FLAC, AIFF, Ogg, MP3 and whatever else libsndfile knows.
///
/// ```swift
/// let recording = try AudioFile.read("03-01-01-01-01-01-01.wav")
/// print(recording.rate, recording.frames, recording.header.contradictions)
/// ```
///
/// A file may claim anything. What is decoded in one piece is bounded: `greatestSeconds`, `greatestCount` samples over all
/// channels, `rates`; whoever listens to more does it in parts.
public enum AudioFile {
  /// Sampling rates that recordings have; others are damage.
  public static let rates = 1000...768_000
  /// Seconds that are decoded in one piece at most.
  public static let greatestSeconds = 3600
  /// Samples, over all channels, that are decoded or made in one piece at most: 1 GiB of floats.
  public static let greatestCount = 1 << 28
  /// Bytes that are taken from a stream at most.
  public static let greatestStream = 1 << 28

  /// Reads a file, or the part of it between two moments.
  /// - Parameters:
  ///   - path: the file.
  ///   - span: the part to decode; the recording's `range` says which frames came of it.
  public static func read(_ path: String, span: Span = .all) throws(AudioError) -> Recording {
    try read(ByteSource(path: path), name: path, span: span)
  }

  /// Reads a file that is in memory already.
  /// - Parameter name: what errors call it.
  public static func read(
    bytes: [UInt8], name: String = "memory", span: Span = .all
  ) throws(AudioError) -> Recording {
    try read(ByteSource(bytes: bytes), name: name, span: span)
  }

  /// Reads a descriptor to its end and decodes what came; standard input is 0.
  /// - Parameter name: what errors call it.
  public static func read(
    descriptor: Int32, name: String = "standard input", span: Span = .all
  ) throws(AudioError) -> Recording {
    try read(bytes: ByteSource.drain(descriptor, name: name), name: name, span: span)
  }

  /// How many seconds a file lasts. Where its header claims more than there is, what can be decoded is counted.
  public static func seconds(of path: String) throws(AudioError) -> Double {
    let claimed = try read(path, span: Span(duration: 0))
    guard claimed.frames > 0 else { return 0 }
    let last = Double(claimed.frames - 1) / Double(claimed.rate)
    if try read(path, span: Span(offset: last)).range.isEmpty == false { return claimed.seconds }
    var frames = 0
    let piece = 60 * claimed.rate
    while true {
      let found = try read(path, span: Span(offset: Double(frames) / Double(claimed.rate), duration: 60)).range.count
      frames += found
      if found < piece { return Double(frames) / Double(claimed.rate) }
    }
  }

  private static func read(_ source: ByteSource, name: String, span: Span) throws(AudioError) -> Recording {
    var header = try Header(of: source, name: name)
    source.correction = header.correction
    let file = try SoundFile(source, header: header, name: name)
    let wanted = span.frames(rate: file.rate).clamped(to: 0..<file.frames)
    let samples = try file.read(wanted)
    let found = samples.count / file.channels
    if file.isEndless, found == 0, !wanted.isEmpty {
      throw AudioError(.read, name, .damaged(file.container))
    }
    // libsndfile takes some counts from the header (FLAC) and others from the file's size (WAV).
    let isShort = found < wanted.count
    if header.declaredFrames == nil, !header.isCut, !file.isEndless { header.declaredFrames = file.frames }
    return Recording(
      rate: file.rate, channels: file.channels,
      frames: isShort ? wanted.lowerBound + found : file.frames,
      range: wanted.lowerBound..<wanted.lowerBound + found,
      samples: samples, container: file.container, encoding: file.encoding, header: header)
  }
}

/// A stretch of a recording in seconds, as `librosa.load(offset:duration:)` counts it.
public struct Span: Sendable, Equatable {
  /// Where it starts, in seconds from 0 up.
  public var offset: Double
  /// How long it lasts, in seconds; nil means to the end.
  public var duration: Double?

  /// A stretch from `offset` on.
  public init(offset: Double = 0, duration: Double? = nil) {
    self.offset = offset
    self.duration = duration
  }

  /// The whole recording.
  public static let all = Span()

  /// The frames it covers at a rate: start and length are each rounded down, as librosa does.
  public func frames(rate: Int) -> Range<Int> {
    let start = Self.whole(offset * Double(rate))
    guard let duration else { return start..<Int.max }
    let (end, overflow) = start.addingReportingOverflow(Self.whole(duration * Double(rate)))
    return start..<(overflow ? Int.max : end)
  }

  private static func whole(_ x: Double) -> Int { x > 0 ? Int(exactly: x.rounded(.down)) ?? .max : 0 }
}

extension AudioFile {
  /// A 16-bit PCM WAV file: 44 bytes of header, then the samples, and nothing that differs from run to run.
  /// - Parameter samples: interleaved; a last frame that is not whole is left out.
  public static func wave(_ samples: [Int16], rate: Int, channels: Int = 1) -> [UInt8] {
    let frameBytes = 2 * channels
    let dataBytes = samples.count / channels * frameBytes
    var file: [UInt8] = []
    file.reserveCapacity(44 + dataBytes)
    func put(_ text: String) { file += Array(text.utf8) }
    func put32(_ value: Int) { file += (0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) } }
    func put16(_ value: Int) { file += (0..<2).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) } }
    put("RIFF")
    put32(36 + dataBytes)
    put("WAVEfmt ")
    put32(16)
    put16(1)
    put16(channels)
    put32(rate)
    put32(rate * frameBytes)
    put16(frameBytes)
    put16(16)
    put("data")
    put32(dataBytes)
    samples.prefix(dataBytes / 2).withUnsafeBufferPointer { whole in
      if 1.littleEndian == 1 {
        file.append(contentsOf: UnsafeRawBufferPointer(whole))
      } else {
        for sample in whole { put16(Int(sample)) }
      }
    }
    return file
  }

  /// Writes 16-bit samples as a WAV file, whole or not at all.
  public static func write(
    _ samples: [Int16], rate: Int, channels: Int = 1, to path: String
  ) throws {
    try System.write(wave(samples, rate: rate, channels: channels), to: path)
  }

  /// Writes a waveform as a 16-bit WAV file, whole or not at all; what exceeds full scale is cut at it.
  public static func write(_ waveform: Waveform, to path: String) throws {
    try write(waveform.samples.map(Self.int16), rate: waveform.rate, to: path)
  }

  /// The nearest 16-bit number, 1 being 32768; not-a-number becomes 0.
  static func int16(_ sample: Float) -> Int16 {
    let scaled = (sample * 32768).rounded(.toNearestOrEven)
    return scaled.isNaN ? 0 : Int16(max(-32768, min(32767, scaled)))
  }
}
