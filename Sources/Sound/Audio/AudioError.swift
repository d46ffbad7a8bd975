/// Why a sound could not be read or worked on; its description is one sentence.
public struct AudioError: Error, Equatable, CustomStringConvertible {
  /// What was tried.
  public enum Action: String, Sendable {
    /// Decoding a file or a stream.
    case read
    /// Changing the sampling rate.
    case resample
  }

  /// What stood in the way.
  public enum Cause: Equatable, Sendable {
    /// The system refused, in its own words: `No such file or directory`.
    case system(String)
    /// There is not one byte.
    case empty
    /// The text that git-lfs leaves in place of a large file that was not fetched.
    case largeFilePointer
    /// The first bytes are those of no sound file; what they look like instead.
    case notSound(String)
    /// The container is known and its content cannot be decoded.
    case damaged(Container)
    /// A rate or a ratio of rates that no recording has.
    case rate(String)
    /// A stream that goes on beyond `AudioFile.greatestStream` bytes.
    case endless
    /// More sound than is worked on in one piece; what there is, or is claimed to be.
    case long(String)
  }

  /// What was tried.
  public let action: Action
  /// The file's path, or what stands for it (`standard input`).
  public let object: String
  /// What stood in the way.
  public let cause: Cause

  /// An error about one object.
  public init(_ action: Action, _ object: String, _ cause: Cause) {
    self.action = action
    self.object = object
    self.cause = cause
  }

  /// `cannot read 'a.wav': it is empty`.
  public var description: String {
    let reason =
      switch cause {
      case .system(let words): words
      case .empty: "it is empty"
      case .largeFilePointer: "it is a git-lfs pointer, not the sound itself; fetch it with 'git lfs pull'"
      case .notSound(let what): "expected a sound file (WAV, FLAC, AIFF, Ogg, MP3), found \(what)"
      case .damaged(let container): "its \(container.rawValue) data is damaged, cut short or of an unknown encoding"
      case .rate(let words): words
      case .endless: "it goes on beyond \(AudioFile.greatestStream >> 20) MiB; expected less, or a file"
      case .long(let what):
        "\(what); expected at most \(AudioFile.greatestSeconds / 60) minutes and \(AudioFile.greatestCount) samples in one piece"
      }
    return "cannot \(action.rawValue) '\(object)': \(reason)"
  }
}
