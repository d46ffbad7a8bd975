import Audio
import Commands
import Determinism
import Features
import HDF5
import Pipeline
import Settings
import Signal
import Store
import System

/// Computes `features.h5` block by block: a worker computes the rows of one chunk and compresses them.
final class FeaturesRun {
  private let settings: FeaturesJob
  private let order: Order
  private let console: Console
  private let input: InputFile
  private let sound: RaggedReader
  private let clips: [Row]
  private let rate: Double
  private let earlier: EarlierOutputs
  private let extractor: Extractor
  /// What the rows come from, as far as plans need to know.
  private let summaries: [ClipSummary]

  /// A row on its way: known from an earlier output, or the sound that it is computed from.
  private enum Source: Sendable {
    case known(values: [Float], length: Int64)
    case sound([Float], Segment)
  }

  /// The rows of one block of the tensor.
  private enum Task: Sendable {
    case stored(block: [EncodedChunk], lengths: [Int64])
    case rows([Source])
  }

  /// A block ready to be written, or the rows of it that came to nothing.
  private struct Block: Sendable {
    var chunks: [EncodedChunk] = []
    var lengths: [Int64] = []
    var computed = 0
    /// By number within the block: the rule and the cause.
    var failures: [Int: (rule: String, detail: String)] = [:]
  }

  /// What the rows of the tensor are.
  private struct Planned {
    let layout: LayoutPlan
    let rows: [Row]
    /// Each row's number in the plan that no row is left out of.
    let numbers: [Int]
  }

  init(_ settings: FeaturesJob, _ order: Order, _ console: Console) throws {
    (self.settings, self.order, self.console) = (settings, order, console)
    input = try ComputeFeatures.open(0, of: order)
    sound = try input.ragged("/audio")
    clips = try input.rows()
    rate = Double(try input.attached("rate", of: "/audio", as: Int64.self).first ?? 0)
    extractor = try Extractor(settings.features, rate: rate)
    let lengths = clips.indices.map { [sound] in sound.length(of: $0) }
    summaries = zip(clips, lengths).map { ClipSummary(id: $0.id, samples: $1, label: $0.label) }
    earlier = EarlierOutputs(beside: order.output, schema: ComputeFeatures.writes)
  }

  /// Computes the tensor; where rows turn out not to be computable, once more without them. Blocks of rows are compressed by
  /// the workers, and how many frames a row has may follow from the longest, so that a row cannot be left out afterwards.
  func run() throws {
    var lost: Set<Int> = []
    var losses = Losses(cannot: "compute features of", isStrict: order.isStrict)
    while true {
      let planned: Planned
      do {
        planned = try plan(without: lost)
      } catch let error as FeatureError {
        // What is wrong with the settings is wrong for a clip of any length; else it is the longest that ask too much.
        _ = try extractor.plan(for: [ClipSummary(id: "", samples: 1, label: "")])
        for (number, row) in try longestRows(without: lost) {
          lost.insert(number)
          try losses.add(.init(id: row.id, rule: "failed", detail: "\(error.subject): \(error.cause)"))
        }
        continue
      }
      guard !planned.rows.isEmpty else { throw losses.nothingLeft(of: order.inputs[0]) }
      let failures = try attempt(planned, losses)
      if failures.isEmpty { return }
      for (index, failure) in failures.sorted(by: { $0.key < $1.key }) {
        lost.insert(planned.numbers[index])
        try losses.add(.init(id: planned.rows[index].id, rule: failure.rule, detail: failure.detail))
      }
    }
  }

  /// Computes all rows and writes the file, or tells which rows cannot be computed and writes none.
  private func attempt(_ planned: Planned, _ losses: Losses) throws -> [Int: (rule: String, detail: String)] {
    let output = try ComputeFeatures.outputFile(settings, order)
    try output.attach("frontend", frontend(), to: "/")
    let axes = planned.layout.axes, rows = planned.rows
    let tensor = try output.tensor(
      "/tensor",
      axes: .init(features: axes.features.map(\.name), units: axes.features.map(\.unit), times: axes.times))
    let layout = tensor.layout
    var tally = RowTally()
    var failures: [Int: (rule: String, detail: String)] = [:]
    var progress = Progress(rows.count, "rows", on: console)
    let (features, rate) = (settings.features, rate)
    try parallelMap(
      count: layout.blockCount(rows: rows.count), jobs: order.jobs,
      worker: { try BlockWorker(Extractor(features, rate: rate), axes: axes, layout: layout) },
      produce: { try task(layout.rows(ofBlock: $0, of: rows.count), planned, layout) },
      compute: { worker, task in
        switch task {
        case .stored(let block, let lengths): return Block(chunks: block, lengths: lengths)
        case .rows(let sources): return try worker.block(of: sources)
        }
      },
      consume: { number, block in
        let range = layout.rows(ofBlock: number, of: rows.count)
        for (place, failure) in block.failures { failures[range.lowerBound + place] = failure }
        // After a failure, only the others are looked for.
        if failures.isEmpty {
          try tensor.append(block: block.chunks, lengths: block.lengths)
          tally.computed += block.computed
          tally.reused += block.lengths.count - block.computed
        }
        progress.advance(by: range.count)
      })
    guard failures.isEmpty else { return failures }
    try output.write(rows)
    try writeLabels(of: rows, to: output)
    try losses.write(to: output)
    try output.commit(keepingEqual: true)
    tally.dropped = losses.all.count
    console.say(
      tally.sentence("rows", seconds: progress.seconds)
        + "; \(axes.shape.map(\.grouped).joined(separator: " × ")) each")
    losses.tell(console, file: order.output)
    return [:]
  }

  /// One row a segment; its id and key depend on its clip and window alone, whatever other clips there are.
  private func plan(without lost: Set<Int>) throws -> Planned {
    let layout = try extractor.plan(for: summaries, seed: settings.seed, without: lost)
    let keys = RowKey(ComputeFeatures.keyed, settings: try JSON(encoding: settings.features).canonical)
    let total = layout.segments.count + lost.count
    let numbers = (0..<total).filter { !lost.contains($0) }
    let shape = "\(layout.axes.shape)"
    let rows = layout.segments.map { segment in
      var row = clips[segment.clip]
      row.key = keys.key(of: row.key, "\(segment.start)+\(segment.count)", shape, "\(rate)")
      if let window = segment.window { row.id += "@\(window)" }
      return row
    }
    return Planned(layout: layout, rows: rows, numbers: numbers)
  }

  /// The rows of most samples, by number.
  private func longestRows(without lost: Set<Int>) throws -> [(number: Int, row: Row)] {
    let segments = try settings.features.layout.layout.segments(of: summaries, rate: rate, seed: settings.seed)
    let left = segments.indices.filter { !lost.contains($0) }
    let longest = left.map { segments[$0].count }.max()
    return left.filter { segments[$0].count == longest }.map { ($0, clips[segments[$0].clip]) }
  }

  private func task(_ range: Range<Int>, _ planned: Planned, _ layout: TensorLayout) throws -> Task {
    let rows = planned.rows
    if range.count == layout.rowsPerChunk,
      let stored = earlier.tensorBlock(for: rows[range].map(\.key), layout: layout)
    {
      return .stored(block: stored.block, lengths: stored.lengths)
    }
    return .rows(
      try range.map { index in
        if let known = earlier.tensorRow(for: rows[index].key, shape: layout.rowShape) {
          return .known(values: known.values, length: known.length)
        }
        let segment = planned.layout.segments[index]
        return .sound(try sound.read(segment.clip), segment)
      })
  }

  private func frontend() throws -> String {
    guard case .object(var members) = try JSON(parsing: input.text("frontend", of: "/").utf8) else {
      throw DataError(cannot: "read", order.inputs[0], "its front end is no object")
    }
    members["features"] = try JSON(encoding: settings.features)
    return JSON.object(members).canonical
  }

  private func writeLabels(of rows: [Row], to output: OutputFile) throws {
    let shares = try rows.map { try $0.labelShares() }
    let names = Set(rows.map(\.label)).union(shares.flatMap(\.keys)).subtracting([""]).sorted()
    let index = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, Int64($0)) })
    try output.write("/labels/names", texts: names)
    try output.write("/labels/y", rows.map { index[$0.label] ?? -1 })
    guard rows.contains(where: { !$0.shares.isEmpty }) else { return }
    try output.write(
      "/labels/share", shares.flatMap { shares in names.map { Float(shares[$0] ?? 0) } },
      shape: [rows.count, names.count]
    )
  }

  /// A worker's extractor and memory for one block.
  private final class BlockWorker {
    private let extractor: Extractor
    private let axes: TensorAxes
    private let layout: TensorLayout
    private let values: UnsafeMutableBufferPointer<Float>

    init(_ extractor: Extractor, axes: TensorAxes, layout: TensorLayout) {
      (self.extractor, self.axes, self.layout) = (extractor, axes, layout)
      values = .allocate(capacity: layout.rowsPerChunk * layout.rowSize)
    }

    deinit { values.deallocate() }

    func block(of sources: [Source]) throws -> Block {
      var block = Block()
      for (index, source) in sources.enumerated() {
        let row = UnsafeMutableBufferPointer(rebasing: values[index * layout.rowSize..<(index + 1) * layout.rowSize])
        switch source {
        case .known(let known, let length):
          _ = row.update(from: known)
          block.lengths.append(length)
        case .sound(let samples, let segment):
          do {
            let length = try samples.withUnsafeBufferPointer {
              try extractor.extract(segment, of: $0, axes: axes, to: row)
            }
            block.lengths.append(Int64(length))
            block.computed += 1
            if !row.isFinite { block.failures[index] = ("notFinite", "a feature of it is infinite or not a number") }
          } catch let error as FeatureError {
            block.failures[index] = ("failed", "\(error.subject): \(error.cause)")
          }
        }
      }
      guard block.failures.isEmpty else { return Block(failures: block.failures) }
      block.chunks = layout.encode(UnsafeBufferPointer(rebasing: values[..<(sources.count * layout.rowSize)]))
      return block
    }
  }
}

extension FeatureError: Failure {
  /// Settings that do not fit the sound's rate, or each other.
  public var failureKind: FailureKind { .data }
}

extension UnsafeMutableBufferPointer<Float> {
  /// Whether all are numbers: anything else makes zero times itself no zero.
  fileprivate var isFinite: Bool {
    var sum = SIMD16<Float>(repeating: 0)
    let whole = count & ~15
    for index in stride(from: 0, to: whole, by: 16) {
      sum += UnsafeRawPointer(baseAddress! + index).loadUnaligned(as: SIMD16<Float>.self) * 0
    }
    for value in self[whole...] { sum[0] += value * 0 }
    return sum.sum() == 0
  }
}

extension Row {
  /// How much of each label the row carries: all of its own, or what `shares` says.
  fileprivate func labelShares() throws -> [String: Double] {
    guard !shares.isEmpty else { return label.isEmpty ? [:] : [label: 1] }
    let refusal = DataError(
      cannot: "use row", id, "its shares are '\(shares)'; expected labels with numbers, {\"happy\":0.5,\"sad\":0.5}")
    guard case .object(let members)? = try? JSON(parsing: shares.utf8) else { throw refusal }
    return try members.mapValues { value in
      switch value {
      case .number(let share) where share > 0 && share <= 1: return share
      case .integer(1): return 1
      default: throw refusal
      }
    }
  }
}
