import Audio
import Determinism
import Features
import HDF5
import Pipeline
import Settings
import Signal
import Store

/// Computes `features.h5` block by block: a worker computes the rows of one chunk and compresses them.
final class FeaturesStage {
  /// Raised whenever the same sound under the same settings becomes other numbers.
  static let revision = Revision("features", 2, libraries: SoundLibraries.versions + TransformLibraries.versions)

  private let settings: FeaturesJob
  private let job: Job
  private let console: Console
  private let input: InputFile
  private let sound: RaggedReader
  private let clips: [Row]
  private let rate: Double
  private let plan: LayoutPlan
  private let earlier: EarlierOutputs

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

  /// A block ready to be written.
  private struct Block: Sendable {
    let chunks: [EncodedChunk]
    let lengths: [Int64]
    let computed: Int
  }

  init(_ settings: FeaturesJob, job: Job, console: Console) throws {
    (self.settings, self.job, self.console) = (settings, job, console)
    input = try InputFile.open(job.inputs[0], expecting: .clean, .augmented)
    sound = try input.ragged("/audio")
    clips = try input.rows()
    rate = Double(try input.attached("rate", of: "/audio", as: Int64.self).first ?? 0)
    let extractor = try Extractor(settings.features, rate: rate)
    let lengths = clips.indices.map { [sound] in sound.length(of: $0) }
    plan = try extractor.plan(
      for: zip(clips, lengths).map { ClipSummary(id: $0.id, samples: $1, label: $0.label) }, seed: settings.seed)
    guard !plan.segments.isEmpty else {
      throw DataError(cannot: "compute features of", job.inputs[0], "no row is left")
    }
    earlier = EarlierOutputs(beside: job.outputPath, schema: .features)
  }

  func run() throws {
    let output = try OutputFile(
      job.outputPath, schema: .features, tool: Tool(Self.revision), settings: settings.canonicalJSON,
      inputs: [Input(file: job.inputs[0])])
    try output.attach("frontend", frontend(), to: "/")
    let axes = plan.axes
    let tensor = try output.tensor(
      "/tensor",
      axes: .init(features: axes.features.map(\.name), units: axes.features.map(\.unit), times: axes.times))
    let rows = try plannedRows()
    let layout = tensor.layout
    var tally = Tally()
    var progress = Progress(rows.count, "rows", on: console)
    let (features, rate) = (settings.features, rate)
    try parallelMap(
      count: layout.blockCount(rows: rows.count), jobs: job.jobs,
      worker: { try BlockWorker(Extractor(features, rate: rate), axes: axes, layout: layout) },
      produce: { try task(layout.rows(ofBlock: $0, of: rows.count), rows, layout) },
      compute: { worker, task in
        switch task {
        case .stored(let block, let lengths): return Block(chunks: block, lengths: lengths, computed: 0)
        case .rows(let sources): return try worker.block(of: sources)
        }
      },
      consume: { _, block in
        try tensor.append(block: block.chunks, lengths: block.lengths)
        tally.computed += block.computed
        tally.reused += block.lengths.count - block.computed
        progress.advance(by: block.lengths.count)
      })
    try output.write(rows)
    try writeLabels(of: rows, to: output)
    try output.commit(keepingEqual: true)
    console.say(
      tally.sentence("rows", seconds: progress.seconds)
        + "; \(axes.shape.map(\.grouped).joined(separator: " × ")) each")
  }

  /// One row a segment; its id and key depend on its clip and window alone, whatever other clips there are.
  private func plannedRows() throws -> [Row] {
    let keys = RowKey(Self.revision, settings: try JSON(encoding: settings.features).canonical)
    let shape = "\(plan.axes.shape)"
    return plan.segments.map { segment in
      var row = clips[segment.clip]
      row.key = keys.key(of: row.key, "\(segment.start)+\(segment.count)", shape, "\(rate)")
      if let window = segment.window { row.id += "@\(window)" }
      return row
    }
  }

  private func task(_ range: Range<Int>, _ rows: [Row], _ layout: TensorLayout) throws -> Task {
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
        let segment = plan.segments[index]
        return .sound(try sound.read(segment.clip), segment)
      })
  }

  private func frontend() throws -> String {
    guard case .object(var members) = try JSON(parsing: input.text("frontend", of: "/").utf8) else {
      throw DataError(cannot: "read", job.inputs[0], "its front end is no object")
    }
    members["features"] = try JSON(encoding: settings.features)
    return JSON.object(members).canonical
  }

  private func writeLabels(of rows: [Row], to output: OutputFile) throws {
    let names = Set(rows.map(\.label)).subtracting([""]).sorted()
    let index = Dictionary(uniqueKeysWithValues: names.enumerated().map { ($1, Int64($0)) })
    try output.write("/labels/names", texts: names)
    try output.write("/labels/y", rows.map { index[$0.label] ?? -1 })
  }

  /// A worker's extractor and memory for one block.
  private final class BlockWorker {
    private let extractor: Extractor
    private let axes: Axes
    private let layout: TensorLayout
    private let values: UnsafeMutableBufferPointer<Float>

    init(_ extractor: Extractor, axes: Axes, layout: TensorLayout) {
      (self.extractor, self.axes, self.layout) = (extractor, axes, layout)
      values = .allocate(capacity: layout.rowsPerChunk * layout.rowSize)
    }

    deinit { values.deallocate() }

    func block(of sources: [Source]) throws -> Block {
      var lengths: [Int64] = []
      var computed = 0
      for (index, source) in sources.enumerated() {
        let row = UnsafeMutableBufferPointer(rebasing: values[index * layout.rowSize..<(index + 1) * layout.rowSize])
        switch source {
        case .known(let known, let length):
          _ = row.update(from: known)
          lengths.append(length)
        case .sound(let samples, let segment):
          lengths.append(
            Int64(try samples.withUnsafeBufferPointer { try extractor.extract(segment, of: $0, axes: axes, to: row) }))
          computed += 1
        }
      }
      let filled = UnsafeBufferPointer(rebasing: values[..<(sources.count * layout.rowSize)])
      return Block(chunks: layout.encode(filled), lengths: lengths, computed: computed)
    }
  }
}
