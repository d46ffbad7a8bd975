import Audio
import Augmentation
import Commands
import Determinism
import Pipeline
import Settings
import Signal
import Store
import System

/// Makes variant after variant into `augmented.h5`; copies those that an earlier output has.
final class AugmentRun {
  private let settings: AugmentJob
  private let order: Order
  private let console: Console
  private let plan: AugmentationPlan
  private let input: InputFile
  private let sound: RaggedReader
  private let rate: Int
  private let earlier: EarlierOutputs

  /// A variant on its way: its row, how it is made, and its clip's sound or, if an earlier output had it, its own.
  private struct Task: Sendable {
    let row: Row
    let variant: PlannedVariant
    let samples: [Float]
    let overload: String?
  }

  /// What came of a variant.
  private enum Made: Sendable {
    case sound([Float], overload: String)
    case lost(_ rule: String, _ detail: String)
  }

  init(_ settings: AugmentJob, _ order: Order, _ console: Console) throws {
    (self.settings, self.order, self.console) = (settings, order, console)
    plan = AugmentationPlan(settings.augment, seed: Seed(settings.seed))
    input = try Augment.open(0, of: order)
    sound = try input.ragged("/audio")
    rate = try input.attached("rate", of: "/audio", as: Int64.self).first.map(Int.init) ?? 0
    earlier = EarlierOutputs(beside: order.output, schema: Augment.writes)
  }

  func run() throws {
    let output = try Augment.outputFile(settings, order)
    try output.attach("frontend", input.text("frontend", of: "/"), to: "/")
    try output.attach("rate", Int64(rate), to: "/audio")
    let audio = try output.ragged("/audio")
    let planned = try plannedRows()
    var kept: [Planned] = []
    var overloads: [String] = []
    var losses = Losses(cannot: "augment", isStrict: order.isStrict)
    var tally = RowTally()
    var progress = Progress(planned.count, "variants", on: console)
    let (augment, rate) = (settings.augment, rate)
    try parallelMap(
      count: planned.count, jobs: order.jobs, worker: { Augmenter(augment) },
      produce: { try task(planned[$0]) },
      compute: { augmenter, task -> (isKnown: Bool, made: Made) in
        if let overload = task.overload { return (true, .sound(task.samples, overload: overload)) }
        do throws(AudioError) {
          let made = try augmenter.make(task.variant, of: Waveform(samples: task.samples, rate: rate))
          return (false, Self.judge(made))
        } catch {
          // A recording that is mixed in belongs to the settings, not to the clip.
          if augment.files.contains(error.object) { throw DataError(error.description) }
          return (false, .lost("failed", error.description))
        }
      },
      consume: { index, result in
        defer { progress.advance() }
        switch result.made {
        case .sound(let samples, let overload):
          try audio.append(samples)
          overloads.append(overload)
          kept.append(planned[index])
          if result.isKnown { tally.reused += 1 } else { tally.computed += 1 }
        case .lost(let rule, let detail):
          try losses.add(.init(id: planned[index].row.id, rule: rule, detail: detail))
        }
      })
    guard !kept.isEmpty else { throw losses.nothingLeft(of: order.inputs[0]) }
    try output.write(kept.map(\.row))
    try output.write("/variants/parameters", texts: kept.map { try $0.variant.parameters })
    try output.write("/variants/overload", texts: overloads)
    try losses.write(to: output)
    try output.commit(keepingEqual: true)
    tally.dropped = losses.all.count
    console.say(tally.sentence("variants", seconds: progress.seconds))
    losses.tell(console, file: order.output)
    let loud = overloads.filter { !$0.isEmpty }.count
    if loud > 0 {
      console.say(
        "\(loud.grouped) variants exceeded full scale (\(settings.augment.clipping.rawValue)); see /variants/overload")
    }
  }

  /// A variant is sound: some samples, all of them numbers.
  private static func judge(_ made: Augmented) -> Made {
    let samples = made.waveform.samples
    if samples.isEmpty { return .lost("empty", "nothing is left of it") }
    guard samples.reduce(0, { $0 + $1 * 0 }) == 0 else {
      return .lost("notFinite", "a sample is infinite or not a number")
    }
    return .sound(samples, overload: made.overload?.description ?? "")
  }

  private struct Planned {
    let parent: Int
    let row: Row
    let variant: PlannedVariant
  }

  private func plannedRows() throws -> [Planned] {
    let keys = RowKey(Augment.keyed, settings: "")
    var identities: [String: String] = [:]
    for name in settings.augment.names { identities[name] = try plan.identity(of: name) }
    return try input.rows().enumerated().flatMap { index, clip in
      plan.variants(of: clip.id).map { variant in
        var row = clip
        row.variant = variant.name
        row.id = variant.name == "original" ? clip.id : "\(clip.id)/\(variant.name)"
        row.key = keys.key(of: clip.key, clip.id, identities[variant.name] ?? "")
        return Planned(parent: index, row: row, variant: variant)
      }
    }
  }

  private func task(_ planned: Planned) throws -> Task {
    if let overload = earlier.text("/variants/overload", for: planned.row.key),
      let samples = earlier.sound(for: planned.row.key)
    {
      return Task(row: planned.row, variant: planned.variant, samples: samples, overload: overload)
    }
    return Task(row: planned.row, variant: planned.variant, samples: try sound.read(planned.parent), overload: nil)
  }
}
