/// What a file holds, as decoded and before anything is done to it.
public struct Recording: Sendable {
  /// Decoded samples, interleaved: frame 0 of every channel, then frame 1.
  public enum Samples: Sendable, Equatable {
    /// Files of 16 bits or fewer, 32768 being full scale.
    case int16([Int16])
    /// All other files, 1 being full scale.
    case float([Float])

    /// How many there are, over all channels.
    public var count: Int {
      switch self {
      case .int16(let values): values.count
      case .float(let values): values.count
      }
    }
  }

  /// Frames per second.
  public let rate: Int
  /// Samples in a frame.
  public let channels: Int
  /// Frames that the whole file holds.
  public let frames: Int
  /// Which of the file's frames `samples` has: all of them unless only a part was asked for.
  public let range: Range<Int>
  /// The samples of the frames in `range`, interleaved.
  public let samples: Samples
  /// What the sound was wrapped in.
  public let container: Container
  /// The sample format in words: `Signed 16 bit PCM`.
  public let encoding: String
  /// What the file's header claims.
  public let header: Header

  /// Seconds that the whole file lasts.
  public var seconds: Double { Double(frames) / Double(rate) }

  /// Whether the header promises frames, or where it counts none, bytes that the file does not have.
  public var isTruncated: Bool { header.declaredFrames.map { $0 > frames } ?? header.isCut }
}

extension Recording {
  /// A recording from samples in memory, as a synthesiser makes one.
  public init(rate: Int, channels: Int = 1, int16 samples: [Int16]) {
    self.init(rate: rate, channels: channels, samples: .int16(samples), encoding: "Signed 16 bit PCM", bytes: 2)
  }

  /// A recording from full-scale floats in memory.
  public init(rate: Int, channels: Int = 1, float samples: [Float]) {
    self.init(rate: rate, channels: channels, samples: .float(samples), encoding: "32 bit float", bytes: 4)
  }

  private init(rate: Int, channels: Int, samples: Samples, encoding: String, bytes: Int) {
    precondition(rate > 0 && channels > 0, "a recording has a rate and channels")
    let frames = samples.count / channels
    var header = Header(fileBytes: 44 + samples.count * bytes)
    header.declaredFrames = frames
    self.init(
      rate: rate, channels: channels, frames: frames, range: 0..<frames, samples: samples, container: .wav,
      encoding: encoding, header: header)
  }
}
