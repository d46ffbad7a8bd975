import Audio
import Commands
import System

/// Slides a window over a recording, of which no more than a few windows are in memory at a time.
public struct Tracker {
  /// Seconds in a window.
  public let length: Double
  /// Seconds from one window to the next.
  public let hop: Double

  private var recognition: Recognition

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
  public func track(_ sound: Sound, of origin: Origin = Origin(), jobs: Int) throws -> EmotionTrack {
    try track(OpenedSound(sound), of: origin, jobs: jobs)
  }

  /// Follows a sound on several threads.
  public func track(_ sound: OpenedSound, of origin: Origin = Origin(), jobs: Int) throws -> EmotionTrack {
    let name = sound.name
    var windows: [EmotionTrack.Window] = []
    try overWindows(
      of: sound, jobs: jobs, { try $0.judge($0.prepare($1, name: name), name: name, of: origin) },
      { windows.append(.init(start: $0.lowerBound, end: $0.upperBound, verdict: $1)) })
    return EmotionTrack(name: name, labels: recognition.labels, windows: windows)
  }

  /// Takes in how a speaker sounds: the windows of a recording stand for as many recordings as would fit end to end.
  public func meet(
    _ speaker: String, in sound: OpenedSound, jobs: Int, _ acquaintance: inout Acquaintance
  ) throws {
    let name = sound.name
    try overWindows(of: sound, jobs: jobs, { try $0.prepare($1, name: name) }) { place, prepared in
      guard case .rows(let rows) = prepared else { return }
      acquaintance.add(
        rows, of: speaker, recordings: min(hop, place.upperBound - place.lowerBound) / length)
    }
  }

  /// The same windows, judged by models that know these speakers.
  public func knowing(_ speakers: Acquaintance) -> Tracker {
    var tracker = self
    tracker.recognition = recognition.knowing(speakers)
    return tracker
  }

  /// Runs something over every window of a sound, and takes in what came of it in the order of time.
  private func overWindows<Result: Sendable>(
    of sound: OpenedSound, jobs: Int, _ compute: @Sendable @escaping (Listener, Recording) throws -> Result,
    _ consume: (ClosedRange<Double>, Result) throws -> Void
  ) throws {
    let seconds: Double, part: @Sendable (Span) throws -> Recording
    switch sound.content {
    case .nothing(let why): throw why
    case .recording(let recording): (seconds, part) = (recording.seconds, { recording.part($0) })
    case .file(let path):
      seconds = try AudioFile.seconds(of: path)
      part = { try AudioFile.read(path, span: $0).trimmed }
    }
    let starts = starts(seconds: seconds), length = length, recognition = recognition
    try parallelMap(
      count: starts.count, jobs: jobs, worker: { try Listener(recognition) }, produce: { starts[$0] },
      compute: { try compute($0, part(Span(offset: $1, duration: length))) },
      consume: { index, result in
        try consume(starts[index]...max(starts[index], min(seconds, starts[index] + length)), result)
      })
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
