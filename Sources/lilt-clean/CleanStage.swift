import Audio
import Corpora
import Pipeline
import Settings
import Store

/// Cleans clip after clip into `clean.h5`; copies those that an earlier output has.
final class CleanStage {
  /// Raised whenever the same clip under the same settings becomes other samples.
  static let revision = Revision("clean", 1, libraries: SoundLibraries.versions)

  private let settings: Cleaning
  private let job: Job
  private let console: Console
  private let keys: RowKey
  private let earlier: EarlierOutputs

  /// A clip on its way: its key, and its sound if an earlier output had it.
  private struct Task: Sendable {
    let source: Source
    let key: String
    let known: [Float]?
  }

  init(_ settings: Cleaning, job: Job, console: Console) throws {
    (self.settings, self.job, self.console) = (settings, job, console)
    keys = RowKey(Self.revision, settings: try settings.canonicalJSON)
    earlier = EarlierOutputs(beside: job.outputPath, schema: .clean)
  }

  func run(_ clips: [Source], input: @autoclosure () throws -> Input) throws {
    let output = try OutputFile(
      job.outputPath, schema: .clean, tool: Tool(Self.revision), settings: settings.canonicalJSON,
      inputs: [input()])
    try output.attach(
      "frontend", JSON.object(["clean": JSON(encoding: settings)]).canonical, to: "/")
    let audio = try output.ragged("/audio")
    var rows: [Row] = []
    var dropped: [(id: String, reason: Dropped)] = []
    var rate: Int?
    var tally = Tally()
    var progress = Progress(clips.count, "clips", on: console)
    let settings = settings
    try parallelMap(
      count: clips.count, jobs: job.jobs, worker: { Cleaner(settings) },
      produce: { index in
        let key = keys.key(of: clips[index].row.key, String(clips[index].mending.rawValue))
        return Task(source: clips[index], key: key, known: earlier.sound(for: key))
      },
      compute: { cleaner, task in (task, try task.known.map(Outcome.known) ?? cleaner.outcome(of: task.source)) },
      consume: { _, result in
        let (task, outcome) = result
        switch outcome {
        case .known(let samples):
          try audio.append(samples)
          tally.reused += 1
        case .cleaned(.waveform(let waveform)):
          if let rate, rate != waveform.rate {
            throw DataError(
              cannot: "mix", task.source.row.id, "it has \(waveform.rate) Hz and others have \(rate) Hz; set clean.rate"
            )
          }
          rate = waveform.rate
          try audio.append(waveform.samples)
          tally.computed += 1
        case .cleaned(.dropped(let reason)):
          if job.strict { throw DataError(cannot: "clean", task.source.row.id, reason) }
          dropped.append((task.source.row.id, reason))
          progress.advance()
          return
        }
        var row = task.source.row
        row.key = task.key
        rows.append(row)
        progress.advance()
      })
    let known = rate ?? earlierRate()
    guard let known, !rows.isEmpty else {
      throw DataError(cannot: "clean", job.inputs[0], "no clip is left: \(dropped.count) were dropped")
    }
    try output.attach("rate", Int64(known), to: "/audio")
    try output.write(rows)
    try output.write("/dropped/id", texts: dropped.map(\.id))
    try output.write("/dropped/rule", texts: dropped.map(\.reason.rule))
    try output.write("/dropped/detail", texts: dropped.map(\.reason.description))
    try output.commit(keepingEqual: true)
    tally.dropped = dropped.count
    console.say(tally.sentence("clips", seconds: progress.seconds))
    for (id, reason) in dropped.prefix(5) { console.warn("dropped '\(id)': \(reason)") }
    if dropped.count > 5 { console.warn("\(dropped.count - 5) more dropped: see /dropped in \(job.outputPath)") }
  }

  /// The rate of an output all of whose rows were known.
  private func earlierRate() -> Int? {
    if case .hertz(let rate) = settings.rate { return rate }
    return EarlierOutputs.open(beside: job.outputPath, schema: .clean).lazy
      .compactMap { try? $0.attached("rate", of: "/audio", as: Int64.self).first }.first.map(Int.init)
  }
}

/// What came of a clip.
private enum Outcome: Sendable {
  case known([Float])
  case cleaned(Cleaned)
}

extension Cleaner {
  /// Cleans a clip; what the doctor asked to be mended is mended first.
  fileprivate func outcome(of source: Source) throws -> Outcome {
    do {
      guard source.mending.isEmpty else {
        let recording = try AudioFile.read(source.path)
        var waveform = recording.mono()
        source.mending.apply(to: &waveform.samples)
        return .cleaned(try clean(Recording(rate: waveform.rate, float: waveform.samples)))
      }
      return .cleaned(try clean(path: source.path))
    } catch {
      throw DataError("\(error); the catalog had it, so run lilt-ingest again")
    }
  }
}
