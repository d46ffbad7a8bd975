import Audio
import Determinism

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
