import Determinism
import Graph

/// Training rows over which batch normalisations take the statistics that a network is judged and kept with.
///
/// Running statistics are of other numbers than inference meets: dropout in front of a normalisation widens what it sees
/// (zeros, and the others divided by 1 − rate), masks and noise move it, and the weights change while the mean runs. Here
/// the rows pass without any of that. Each normalisation works by the statistics of its batch, so that those behind it
/// see what inference will show them, and the moments of the batches are pooled:
///
///     μ = Σ_b μ_b / B,   σ² = Σ_b (σ²_b + (μ_b − μ)²) / B
///
/// One batch of all rows would be exact layer by layer; with several of equal size and mixture, the variance behind the
/// first normalisation lacks a share of about 1 / rows of a batch, which is why they are as large as memory lightly allows.
struct StatisticsSample {
  /// The rows, some of every class in its proportion.
  let rows: [Int]

  /// Rows whose statistics are as good as those of all of them; half of a small training set, so that a pass over them
  /// adds little to an epoch.
  private static let most = 1024, least = 256

  /// Draws without replacement.
  /// - Parameters:
  ///   - candidates: the training rows.
  ///   - labels: of every row of the data set.
  init(of candidates: [Int], labels: [Int], seed: Seed) {
    let count = min(candidates.count, max(Self.least, min(candidates.count / 2, Self.most)))
    var random = Random(seed.derived(for: "statistics"))
    var shuffled = candidates
    random.shuffle(&shuffled)
    // Equal steps through the rows class by class take of each class what it has of all.
    let byClass = shuffled.enumerated().sorted { (labels[$0.element], $0.offset) < (labels[$1.element], $1.offset) }
    rows = (0..<count).map { byClass[($0 * 2 + 1) * candidates.count / (2 * count)].element }
  }

  /// The rows dealt out to batches of one size, each with the mixture of the whole; a remainder too small for another
  /// row in each is left out.
  /// - Parameter size: the most rows of a batch.
  func batches(of size: Int) -> [[Int]] {
    let count = (rows.count + size - 1) / size, each = rows.count / count
    return (0..<count).map { batch in (0..<each).map { rows[$0 * count + batch] } }
  }
}

extension Network {
  /// Working memory that a batch of rows to be measured may take where the training's batch would take less.
  private static let lightMemory = 128 << 20

  /// Puts the statistics of a sample of training rows, by the weights as they are now, in place of the running ones.
  /// - Parameter batch: rows of a training step, which memory has room for.
  func takeStatistics(
    of sample: StatisticsSample, in data: Dataset, scaler: FittedScaler, batch: Int
  ) throws {
    let batches = sample.batches(of: try measuredRows(sample.rows.count, batch: batch))
    var sums = statistics.map { PooledMoments(channels: $0.mean.count) }
    for rows in batches {
      let program = try measuring(rows: rows.count)
      try scaler.read(rows, of: data, into: program.plan[input: program.rows])
      try program.plan.run()
      for (index, pair) in statistics.enumerated() {
        sums[index].add(mean: pair.mean.values, variance: pair.variance.values)
      }
    }
    for (index, pair) in statistics.enumerated() {
      sums[index].write(mean: pair.mean.values, variance: pair.variance.values)
    }
    parameters.markChanged()
  }

  /// How many rows pass together.
  private func measuredRows(_ count: Int, batch: Int) throws -> Int {
    let least = min(count, max(batch, 64))
    let bytes = max(try measuring(rows: least).plan.workingBytes, 1)
    return min(count, max(least, Int(Double(least) * Double(Self.lightMemory) / Double(bytes))))
  }
}

/// Moments of batches of equal size on the way to those of all their rows together, channel by channel.
struct PooledMoments {
  private var batches = 0.0
  private var mean: [Double]
  /// Mean of the batches' variances.
  private var within: [Double]
  /// Sum of squared distances of the batches' means from their mean.
  private var between: [Double]

  init(channels: Int) {
    mean = Array(repeating: 0, count: channels)
    within = mean
    between = mean
  }

  /// Takes in a batch (Welford's update).
  mutating func add(mean batch: UnsafeMutableBufferPointer<Float>, variance: UnsafeMutableBufferPointer<Float>) {
    batches += 1
    for channel in mean.indices {
      let distance = Double(batch[channel]) - mean[channel]
      mean[channel] += distance / batches
      between[channel] += distance * (Double(batch[channel]) - mean[channel])
      within[channel] += (Double(variance[channel]) - within[channel]) / batches
    }
  }

  /// The mean, and the variance divided by the count.
  func write(mean result: UnsafeMutableBufferPointer<Float>, variance: UnsafeMutableBufferPointer<Float>) {
    for channel in mean.indices {
      result[channel] = Float(mean[channel])
      variance[channel] = Float(within[channel] + between[channel] / max(batches, 1))
    }
  }
}
