import Determinism
import Glibc
import Graph

/// Times whole training steps (forward, backward, update) of a model on random rows.
public struct StepBenchmark {
  /// Seconds of each measured step.
  public let seconds: [Double]
  /// Seconds that all processors together spent on each measured step, which other programs disturb less.
  public let processorSeconds: [Double]
  /// Bytes of working memory that the step's plan uses, parameters and inputs not counted.
  public let workingBytes: Int

  /// Runs one step to touch all memory and then measures.
  /// - Parameters:
  ///   - shape: of one row.
  ///   - steps: how many are measured.
  public init(
    _ model: any Model, shape: [Int], classes: Int = 8, batch: Int = 64, steps: Int = 5,
    precision: Precision = .float32, threads: Int
  ) throws {
    let engine = try Engines.open(threads: threads)
    let network = try Network(
      model, shape: shape, classes: classes, seed: Seed(1), precision: precision, on: engine)
    let program = try network.training(rows: batch, weights: [], smoothing: 0)
    let optimiser = OptimiserState(Adam(), network.parameters, on: engine)
    var random = Random(Seed(2))
    let rows = program.plan[input: program.rows], targets = program.plan[input: program.targets!]
    for index in rows.indices { rows[index] = Float(random.uniform(-1, 1)) }
    for row in 0..<batch { targets[row * classes + random.integer(below: classes)] = 1 }
    var seconds: [Double] = [], processorSeconds: [Double] = []
    let clock = ContinuousClock()
    for step in 0...steps {
      let begin = clock.now, worked = StepBenchmark.processorTime
      try program.plan.run(seed: 1, step: step)
      optimiser.update(rate: 1e-3, rows: batch, clip: nil)
      guard step > 0 else { continue }
      seconds.append((clock.now - begin).seconds)
      processorSeconds.append(StepBenchmark.processorTime - worked)
    }
    self.seconds = seconds
    self.processorSeconds = processorSeconds
    workingBytes = program.plan.workingBytes
  }

  /// The middle one of the measured steps.
  public var median: Double { seconds.sorted()[seconds.count / 2] }

  private static var processorTime: Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }
}
