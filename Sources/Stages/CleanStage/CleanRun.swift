import Audio
import Commands
import Corpora
import Pipeline
import Settings
import Store
import System

/// Cleans clip after clip into `clean.h5`; copies those that an earlier output has.
final class CleanRun {
  private let settings: Cleaning
  private let order: Order
  private let console: Console
  private let keys: RowKey
  private let earlier: EarlierOutputs

  /// A clip on its way: its key, and its sound if an earlier output had it.
  private struct Task: Sendable {
    let source: Source
    let key: String
    let known: [Float]?
  }

  init(_ settings: Cleaning, _ order: Order, _ console: Console) throws {
    (self.settings, self.order, self.console) = (settings, order, console)
    keys = RowKey(Clean.keyed, settings: try settings.canonicalJSON)
    earlier = EarlierOutputs(beside: order.output, schema: Clean.writes)
  }

  func run(_ sources: Sources) throws {
    let clips = sources.clips
    let output = try Clean.outputFile(settings, order)
    try output.attach(
      "frontend", JSON.object(["clean": JSON(encoding: settings)]).canonical, to: "/")
    let audio = try output.ragged("/audio")
    var rows: [Row] = []
    var losses = Losses(cannot: "clean", isStrict: order.isStrict)
    var tally = RowTally()
    var progress = Progress(clips.count, "clips", on: console)
    let settings = settings
    // One file has one rate: where each clip keeps its own, that is the one that most of them have.
    let rate = settings.rate.value(for: sources.commonRate ?? 0)
    try parallelMap(
      count: clips.count, jobs: order.jobs, worker: { Cleaner(settings) },
      produce: { index in
        let key = keys.key(of: clips[index].row.key, String(clips[index].mending.rawValue))
        return Task(source: clips[index], key: key, known: earlier.sound(for: key))
      },
      compute: { cleaner, task -> (Task, Outcome) in
        if settings.rate == .native, task.source.rate != rate {
          return (task, .lost("rate", "it has \(task.source.rate) Hz and most clips have \(rate) Hz; set clean.rate"))
        }
        return (task, task.known.map(Outcome.known) ?? cleaner.outcome(of: task.source, at: rate))
      },
      consume: { _, result in
        let (task, outcome) = result
        defer { progress.advance() }
        switch outcome {
        case .known(let samples):
          try audio.append(samples)
          tally.reused += 1
        case .computed(let samples):
          try audio.append(samples)
          tally.computed += 1
        case .lost(let rule, let detail):
          try losses.add(.init(id: task.source.row.id, rule: rule, detail: detail))
          return
        }
        var row = task.source.row
        row.key = task.key
        rows.append(row)
      })
    guard !rows.isEmpty else { throw losses.nothingLeft(of: order.inputs[0]) }
    try output.attach("rate", Int64(rate), to: "/audio")
    try output.write(rows)
    try losses.write(to: output)
    try output.commit(keepingEqual: true)
    tally.dropped = losses.all.count
    console.say(tally.sentence("clips", seconds: progress.finish()))
    losses.tell(console, file: order.output)
  }
}

/// What came of a clip.
private enum Outcome: Sendable {
  case known([Float])
  case computed([Float])
  case lost(_ rule: String, _ detail: String)
}

extension Cleaner {
  /// Cleans a clip; what the doctor asked to be mended is mended first.
  fileprivate func outcome(of source: Source, at rate: Int) -> Outcome {
    do throws(AudioError) {
      switch try cleaned(source) {
      case .waveform(let waveform) where waveform.rate == rate: return .computed(waveform.samples)
      case .waveform(let waveform):
        return .lost("rate", "it has \(waveform.rate) Hz where the catalog says \(rate); run lilt-ingest again")
      case .dropped(let reason): return .lost(reason.rule, reason.description)
      }
    } catch {
      guard error.action == .read else { return .lost("rate", error.description) }
      return .lost("unreadable", "\(error.description); the catalog had it, so run lilt-ingest again")
    }
  }

  private func cleaned(_ source: Source) throws(AudioError) -> Cleaned {
    guard !source.mending.isEmpty else { return try clean(path: source.path) }
    let recording = try AudioFile.read(source.path)
    var waveform = recording.mono()
    source.mending.apply(to: &waveform.samples)
    return try clean(Recording(rate: waveform.rate, float: waveform.samples))
  }
}
