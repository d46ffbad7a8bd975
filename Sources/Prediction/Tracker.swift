import Audio
import Pipeline

/// Slides a window over a recording, of which no more than a few windows are in memory at a time.
public struct Tracker {
  /// Seconds in a window.
  public let length: Double
  /// Seconds from one window to the next.
  public let hop: Double

  private let recognition: Recognition

  /// Windows of a length, by default that of the clips that the model was trained with.
  public init(_ recognition: Recognition, length: Double? = nil, hop: Double? = nil) {
    self.recognition = recognition.forParts()
    self.length = length ?? recognition.cleaning.duration ?? 2.5
    self.hop = hop ?? self.length / 4
  }

  /// Where windows start in a recording of so many seconds: as many as fit, and one of what there is where none does.
  public func starts(seconds: Double) -> [Double] {
    // A window that ends with the recording must not be lost to rounding.
    let count = max(0, Int(((seconds - length) / hop + 1e-9).rounded(.down))) + 1
    return (0..<count).map { Double($0) * hop }
  }

  /// Follows a sound on several threads.
  public func track(_ sound: Sound, jobs: Int) throws -> EmotionTrack {
    switch sound {
    case .standardInput:
      let recording = try AudioFile.read(descriptor: 0)
      return try track(sound.name, seconds: recording.seconds, jobs: jobs) { recording.part($0) }
    case .file(let path):
      let seconds = try AudioFile.read(path, span: Span(duration: 0)).seconds
      return try track(path, seconds: seconds, jobs: jobs) { try AudioFile.read(path, span: $0).trimmed }
    }
  }

  private func track(
    _ name: String, seconds: Double, jobs: Int, _ part: @Sendable @escaping (Span) throws -> Recording
  ) throws -> EmotionTrack {
    let starts = starts(seconds: seconds), length = length, recognition = recognition
    var windows: [EmotionTrack.Window] = []
    try parallelMap(
      count: starts.count, jobs: jobs, worker: { try Listener(recognition) }, produce: { starts[$0] },
      compute: { listener, start in
        try listener.hear(part(Span(offset: start, duration: length)), name: name)
      },
      consume: { index, verdict in
        windows.append(
          .init(start: starts[index], end: min(seconds, starts[index] + length), verdict: verdict))
      })
    return EmotionTrack(name: name, labels: recognition.labels, windows: windows)
  }
}

extension Recording {
  /// A stretch as a recording of its own.
  func part(_ span: Span) -> Recording {
    let frames = span.frames(rate: rate).clamped(to: range)
    let place = (frames.lowerBound - range.lowerBound) * channels..<(frames.upperBound - range.lowerBound) * channels
    switch samples {
    case .int16(let values): return Recording(rate: rate, channels: channels, int16: Array(values[place]))
    case .float(let values): return Recording(rate: rate, channels: channels, float: Array(values[place]))
    }
  }

  /// What was decoded, counted from its own beginning.
  var trimmed: Recording {
    switch samples {
    case .int16(let values): Recording(rate: rate, channels: channels, int16: values)
    case .float(let values): Recording(rate: rate, channels: channels, float: values)
    }
  }
}
