import Audio
import Augmentation
import Commands
import Determinism
import Features
import Glibc
import Settings
import Store
import System

/// A job from sound files to the written tensor, in one process and without files in between.
struct WholeJob: Settings {
  var clean = Cleaning()
  var augment = Augmenting()
  var features = FeatureSettings()

  /// A recipe's parts, as lilt-recipe would hand them to the stages.
  enum Name: String {
    case seed, big

    var recipe: String {
      switch self {
      case .seed:
        """
        {
          clean: { rate: 22050, offset: 0.6, duration: 2.5 },
          augment: ["original", { noise: { amplitude: 0.035 } }, { pitch: { semitones: 0.7 } }],
          features: { stack: ["zcr", "rms", { mfcc: { count: 20 } }], layout: { flat: { frames: 108 } } },
        }
        """
      case .big:
        """
        {
          clean: { rate: 22050 },
          augment: [
            "original", { noise: { amplitude: 0.035 } }, { stretch: { rate: 0.8 } }, { pitch: { semitones: 0.7 } },
          ],
          features: {
            stack: [{ mel: { bands: 128, unit: "db" } }, { mfcc: { count: 40 } }, "chroma", "zcr", "rms"],
            layout: { sequence: { frames: 261 } },
          },
        }
        """
      }
    }
  }

  /// Makes the tensor of some files' variants.
  func run(_ paths: [String], to output: String, jobs: Int) throws {
    let rate = Double(clean.rate.value(for: 22050))
    let axes = try Extractor(features, rate: rate).plan(for: []).axes
    let file = try OutputFile(
      output, schema: .features, tool: Tool(named: "lilt-bench"), settings: canonicalJSON, inputs: [])
    let tensor = try file.tensor(
      "/tensor", axes: .init(features: axes.features.map(\.name), units: axes.features.map(\.unit), times: axes.times))
    let plan = AugmentationPlan(augment, seed: Seed(1))
    let planned = paths.map { plan.variants(of: $0) }
    let layout = tensor.layout
    let size = Self.clipsPerTask(variants: augment.names.count, layout: layout)
    let job = self
    try parallelMap(
      count: (paths.count + size - 1) / size, jobs: jobs,
      worker: { try WholeJobWorker(job, rate: rate, axes: axes, layout: layout, clipsPerTask: size) },
      produce: { task in
        (task * size..<min(paths.count, (task + 1) * size)).map { (path: paths[$0], variants: planned[$0]) }
      },
      compute: { worker, clips in try worker.blocks(of: clips) },
      consume: { _, blocks in
        for block in blocks { try tensor.append(block: block.chunks, lengths: block.lengths) }
      })
    try file.write(zip(paths, planned).flatMap { path, variants in variants.map { row(of: path, $0.name) } })
    try file.write("/labels/names", texts: [])
    try file.write("/labels/y", Array(repeating: Int64(-1), count: tensor.rowCount))
    try file.commit()
  }

  /// As many clips as fill whole blocks of the tensor, so that tasks share none.
  private static func clipsPerTask(variants: Int, layout: TensorLayout) -> Int {
    (1...layout.rowsPerChunk).first { ($0 * variants).isMultiple(of: layout.rowsPerChunk) } ?? layout.rowsPerChunk
  }

  private func row(of path: String, _ variant: String) -> Row {
    let name = String(path.split(separator: "/").last ?? "")
    return Row(
      id: "\(name)/\(variant)", parent: name, variant: variant, corpus: "", speaker: "", sex: "", emotion: "",
      label: "", key: "", sound: "")
  }
}

extension Bench {
  /// Times a whole job; the file that it makes is removed again.
  func whole(_ name: WholeJob.Name) throws -> [String] {
    let job = try WholeJob(parsing: name.recipe.utf8)
    let paths = try paths()
    let folder = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    let output = "\(folder)/lilt-bench-\(getpid()).h5"
    defer { unlink(output) }
    let timings = try repeated { try job.run(paths, to: output, jobs: options.jobs) }
    return Measure.seconds.lines(name.rawValue, timings) + [peakMemoryLine(name.rawValue)]
  }
}
