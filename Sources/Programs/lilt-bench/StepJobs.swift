import Graph
import Networks

extension Benchmark {
  /// A job that times training steps of batches of 64.
  static func step(_ name: String, _ model: some Model, shape: [Int], _ precision: Precision) -> Benchmark {
    Benchmark(
      name: name, summary: "forward, backward, Adam on a batch of 64 in \(precision)", needsClips: false
    ) { bench in
      // A processor without bfloat16 has nothing to say about it.
      if precision == .bfloat16, !Engines.hasBFloat16 { return [] }
      let steps = try StepBenchmark(
        model, shape: shape, steps: bench.options.repetitions, precision: precision, threads: bench.options.jobs)
      let timings = zip(steps.seconds, steps.processorSeconds).map { Timing(wall: $0, processor: $1) }
      return Measure.seconds.lines(name, timings) + [peakMemoryLine(name)]
    }
  }
}
