import Audio
import Determinism

/// What there is to know of one file of a corpus, whatever a recipe wants: its sound, or why it has none.
///
/// Examining is a pure function of the file, so that files can be examined in any order and in parallel.
public struct Examination: Sendable, Equatable {
  /// The file.
  public let path: SoundPath
  /// What decoding found, or why there was nothing to find.
  public let result: Result<SoundFacts, NoSound>

  /// An examination whose result is known, as one kept from an earlier run.
  public init(path: SoundPath, result: Result<SoundFacts, NoSound>) {
    (self.path, self.result) = (path, result)
  }

  /// Decodes and measures a file.
  /// - Parameter folder: the corpus's folder, which no result mentions.
  public init(of path: SoundPath, in folder: String) {
    self.path = path
    do {
      let recording = try AudioFile.read("\(folder)/\(path.text)")
      result =
        recording.frames == 0
        ? .failure(NoSound(rule: .empty, detail: "the file holds a header and no samples"))
        : .success(SoundFacts(of: recording))
    } catch {
      let rule: Rule =
        switch error.cause {
        case .empty: .empty
        case .largeFilePointer: .stub
        default: .unreadable
        }
      // Said again with the path below the corpus's folder: where that folder lies must not get into any output.
      result = .failure(NoSound(rule: rule, detail: AudioError(.read, path.text, error.cause).description))
    }
  }

  /// What decoding found; nil when there was nothing.
  public var sound: SoundFacts? { try? result.get() }
}

/// Why a file has no sound: the rule that it falls under and one sentence.
public struct NoSound: Error, Sendable, Equatable {
  /// `stub`, `empty` or `unreadable`.
  public let rule: Rule
  /// What was found.
  public let detail: String

  /// A rule and a sentence.
  public init(rule: Rule, detail: String) { (self.rule, self.detail) = (rule, detail) }
}

/// What decoding found in one file: everything that the doctor needs to know of a sound.
public struct SoundFacts: Sendable, Equatable, Codable {
  /// Sampling rate in Hz.
  public let rate: Int
  /// Channels in the file.
  public let channels: Int
  /// Frames in the file.
  public let frames: Int
  /// Frames that the header promises, where it promises any.
  public let declaredFrames: Int?
  /// Whether the file ends before its header says.
  public let isTruncated: Bool
  /// What the sound is wrapped in.
  public let container: Container
  /// What else in the header contradicts itself or the file, as phrases.
  public let contradictions: [String]
  /// The largest |x|, 1 being full scale; of the finite samples.
  public let peak: Double
  /// Root mean square, 1 being full scale; of the finite samples.
  public let rms: Double
  /// The mean, 1 being full scale; of the finite samples.
  public let offset: Double
  /// Samples at full scale, over all channels.
  public let clipped: Int
  /// Frames of exact zeros at the start.
  public let leadingZeros: Int
  /// Samples that are not numbers, or infinite.
  public let notFinite: Int
  /// Whether all channels hold the same; true of one channel.
  public let channelsAreEqual: Bool
  /// SHA-256 of the samples in a form that does not depend on the container: little-endian 16-bit integers where all of
  /// them fit, else 32-bit floats; one channel where all are equal, else interleaved. For plain 16-bit mono files:
  /// `hashlib.sha256(soundfile.read(path, dtype="int16")[0].tobytes())`.
  public let sha256: String

  /// Measures a whole recording.
  public init(of recording: Recording) {
    let measured: Measured
    switch recording.samples {
    case .int16(let samples):
      measured = Measured(samples, channels: recording.channels)
    case .float(let samples):
      // Sixteen bits in a wider file are the same sound, and must have the same hash.
      measured =
        narrowed(samples).map { Measured($0, channels: recording.channels) }
        ?? Measured(samples, channels: recording.channels)
    }
    rate = recording.rate
    channels = recording.channels
    frames = recording.frames
    declaredFrames = recording.header.declaredFrames
    // Frames are missing from a whole file when its header lies; only one that is short in bytes was cut.
    isTruncated = recording.isTruncated && (recording.header.declaredBytes ?? .max) > recording.header.fileBytes
    container = recording.container
    contradictions = recording.header.contradictions
    let finite = Double(max(recording.samples.count - measured.notFinite, 1))
    peak = measured.peak
    rms = (measured.squares / finite).squareRoot()
    offset = measured.sum / finite
    clipped = measured.clipped
    leadingZeros = measured.leadingZeros
    notFinite = measured.notFinite
    channelsAreEqual = measured.channelsAreEqual
    sha256 = measured.digest.description
  }

  /// How long the sound lasts, in seconds.
  public var seconds: Double { Double(frames) / Double(rate) }
}

/// What `fix` does to a clip's samples, before anything else is done to them.
///
/// Only what decoding to one channel does not do by itself: equal and unequal channels, lying headers and misnamed
/// containers are dealt with when the file is read.
public struct Mending: OptionSet, Sendable, Hashable {
  /// One bit for each.
  public let rawValue: UInt8

  /// Takes bits as a file stores them.
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// Not-a-number and infinite samples become zeros.
  public static let zeroNotFinite = Mending(rawValue: 1)
  /// The mean is subtracted.
  public static let removeOffset = Mending(rawValue: 2)

  /// Mends samples in place: zeros first, so that the mean is one.
  public func apply(to samples: inout [Float]) {
    if contains(.zeroNotFinite) {
      for index in samples.indices where !samples[index].isFinite { samples[index] = 0 }
    }
    if contains(.removeOffset), !samples.isEmpty {
      let mean = Float(samples.reduce(0.0) { $0 + Double($1) } / Double(samples.count))
      for index in samples.indices { samples[index] -= mean }
    }
  }
}
