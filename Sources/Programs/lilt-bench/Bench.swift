import Audio
import Prediction
import System

/// The bench that jobs are put on: their options, and the clips that several of them share.
final class Bench {
  let options: Options
  private let folder: String?
  private var decoded: [Waveform]?

  init(_ options: Options, folder: String?) { (self.options, self.folder) = (options, folder) }

  /// The folder's WAV files, sorted, as many as were asked for.
  func paths() throws -> [String] {
    let files = try Sound.all(of: folder.map { [$0] } ?? []).map(\.name).filter { $0.hasSuffix(".wav") }
    guard !files.isEmpty else { throw DataError(cannot: "take clips from", folder ?? "", "there is no WAV file in it") }
    return Array(files.prefix(options.clips))
  }

  /// The clips at 22,050 Hz, decoded once.
  func clips() throws -> [Waveform] {
    if let decoded { return decoded }
    let cleaner = Cleaner(Cleaning())
    let clips = try paths().map { try cleaner.waveform(of: $0) }
    decoded = clips
    return clips
  }

  /// Seconds that clips last together.
  static func seconds(of clips: [Waveform]) -> Double { clips.reduce(0) { $0 + $1.seconds } }

  /// Times a body as often as was asked for, after one run that warms it up.
  func repeated(_ body: () throws -> Void) throws -> [Timing] {
    try body()
    return try (0..<options.repetitions).map { _ in try Timing.of(body) }
  }

  /// Times work on every clip, split over the threads, each with a worker of its own.
  func timesRealTime<Worker: AnyObject, Input: Sendable>(
    _ job: String, over inputs: [Input], seconds: Double, worker: @Sendable @escaping () throws -> Worker,
    _ work: @Sendable @escaping (Worker, Input) throws -> Void
  ) throws -> [String] {
    let timings = try repeated {
      try parallelMap(
        count: inputs.count, jobs: options.jobs, worker: worker, produce: { inputs[$0] },
        compute: { try work($0, $1) }, consume: { _, _ in })
    }
    return Measure.timesRealTime(seconds).lines(job, timings)
  }
}

extension Cleaner {
  /// A clip's clean sound; every clip of a benchmark must have some.
  func waveform(of path: String) throws -> Waveform {
    switch try clean(path: path) {
    case .waveform(let waveform): return waveform
    case .dropped(let why): throw DataError(cannot: "use", path, why)
    }
  }
}
