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

/// One channel of sound.
public struct Waveform: Sendable, Equatable {
  /// Samples, 1 being full scale.
  public var samples: [Float]
  /// Samples per second.
  public let rate: Int

  /// A waveform of samples.
  public init(samples: [Float], rate: Int) {
    self.samples = samples
    self.rate = rate
  }

  /// How long it lasts.
  public var seconds: Double { Double(samples.count) / Double(rate) }

  /// The largest |x|, 0 of nothing.
  public var peak: Float { samples.withUnsafeBufferPointer { Audio.peak($0) } }
}

/// The largest |x| of a buffer, 0 of an empty one.
func peak(_ x: UnsafeBufferPointer<Float>) -> Float {
  // Sixteen running maxima let the compiler use whole vector registers.
  var lanes = SIMD16<Float>(repeating: 0)
  let whole = x.count & ~15
  for i in stride(from: 0, to: whole, by: 16) {
    let v = UnsafeRawPointer(x.baseAddress! + i).loadUnaligned(as: SIMD16<Float>.self)
    let magnitude = v.replacing(with: -v, where: v .< 0)
    lanes.replace(with: magnitude, where: magnitude .> lanes)
  }
  var largest = lanes.max()
  for i in whole..<x.count { largest = max(largest, abs(x[i])) }
  return largest
}

extension Recording {
  /// The mean of the channels, as `librosa.load` computes it: samples over 32768, summed, over the channels.
  public func mono() -> Waveform {
    let samples = [Float](unsafeUninitializedCapacity: range.count) { target, filled in
      mix(range, into: target)
      filled = range.count
    }
    return Waveform(samples: samples, rate: rate)
  }

  /// Writes the mean of the channels over some of the file's frames, all of which `range` must hold.
  func mix(_ wanted: Range<Int>, into target: UnsafeMutableBufferPointer<Float>) {
    let start = (wanted.lowerBound - range.lowerBound) * channels
    switch samples {
    case .int16(let values):
      // At most 1024 channels of 16 bits: their sum is exact, so this rounds once, as numpy's mean does.
      let scale: Float = 1 / 32768
      values.withUnsafeBufferPointer {
        mean(of: $0, from: start, count: wanted.count, into: target) { Float($0) * scale }
      }
    case .float(let values):
      values.withUnsafeBufferPointer { mean(of: $0, from: start, count: wanted.count, into: target) { $0 } }
    }
  }

  @inline(__always)
  private func mean<T>(
    of source: UnsafeBufferPointer<T>, from start: Int, count: Int, into target: UnsafeMutableBufferPointer<Float>,
    _ value: (T) -> Float
  ) {
    guard count > 0 else { return }
    let source = source.baseAddress! + start
    let target = target.baseAddress!
    switch channels {
    case 1:
      for i in 0..<count { target[i] = value(source[i]) }
    case 2:
      for i in 0..<count { target[i] = (value(source[2 * i]) + value(source[2 * i + 1])) * 0.5 }
    default:
      for i in 0..<count {
        var sum: Float = 0
        for c in 0..<channels { sum += value(source[i * channels + c]) }
        target[i] = sum / Float(channels)
      }
    }
  }
}
