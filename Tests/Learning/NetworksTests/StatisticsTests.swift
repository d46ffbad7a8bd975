import Determinism
import Graph
import Settings
import Testing

@testable import Networks

/// The statistics that batch normalisations work by outside training steps.
@Suite struct StatisticsTests {
  /// Small networks of every kind that normalises, with dropout in front of normalisations.
  static let networks: [(model: String, shape: [Int])] = [
    (
      "{ cnn1d: { blocks: [{ filters: 8, window: 3, pool: 3, dropout: 0.4 }, { filters: 8, window: 3, pool: 3, dropout: 0.4 }], dense: 8 } }",
      [40]
    ),
    ("{ cnn2d: { filters: [4, 8, 8], dense: 8, dropout: 0.4 } }", [12, 16]),
    ("{ cnnBiLSTM: { filters: [4, 6], units: [4, 4], dense: 8, dropout: [0.4, 0.3, 0.4] } }", [12, 12]),
  ]

  private func settings(_ text: String) throws -> TrainSettings { try TrainSettings(parsing: Array(text.utf8)) }

  private func training(of model: String, _ rest: String = "") throws -> TrainSettings {
    try settings(
      "{ model: \(model), epochs: 6, batch: 16, optimizer: { adam: { rate: 0.005 } }, checkpoint: 'last', \(rest) }")
  }

  /// The network of a trained model's member.
  private func network(_ model: TrainedModel, member: Int = 0) throws -> Network {
    let network = try Network(
      model.settings.model.model, shape: model.inputShape, classes: model.labels.count,
      seed: Seed(model.members[member].seed), precision: .float32, on: Engines.open(threads: 1))
    try network.load(model.members[member].parameters)
    return network
  }

  /// Logits of rows in one batch.
  private func logits(
    _ program: Network.Program, of rows: [Int], in data: Dataset, _ scaler: FittedScaler
  ) throws -> [Float] {
    try scaler.read(rows, of: data, into: program.plan[input: program.rows])
    try program.plan.run()
    return Array(program.plan[result: program.logits])
  }

  private func accuracy(_ logits: [Float], of rows: [Int], in data: Dataset) -> Double {
    let classes = data.names.count
    let hits = rows.indices.count { index in
      largest(logits[index * classes..<(index + 1) * classes].map(Double.init)) == data.labels[rows[index]]
    }
    return Double(hits) / Double(rows.count)
  }

  private func distance(_ a: [Float], _ b: [Float]) -> Float { zip(a, b).map { abs($0 - $1) }.max() ?? .infinity }

  @Test func `every network that normalises is among those tested here`() throws {
    let normalising = Models.all.filter { type in
      for shape in [[16, 16], [64]] {
        let network = try? Network(
          type.init(), shape: shape, classes: 3, seed: Seed(1), precision: .float32,
          on: Engines.open(threads: 1))
        if let network { return !network.statistics.isEmpty }
      }
      return true
    }
    #expect(normalising.map { $0.name }.sorted() == ["cnn1d", "cnn2d", "cnnBiLSTM"])
  }

  @Test(arguments: networks.indices)
  func `training rows score alike by their own statistics and by those that are kept`(index: Int) throws {
    let (text, shape) = Self.networks[index]
    let rows = Array(0..<120)
    let data = try Toy.data(rows: 120, shape: shape, shift: 0.6)
    let model = try Trainer(training(of: text), threads: 1).train(data, train: rows, validation: [])
    let kept = try network(model)
    let said = try logits(kept.inference(rows: 120), of: rows, in: data, model.scaler)
    let own = try logits(kept.measuring(rows: 120), of: rows, in: data, model.scaler)
    #expect(distance(said, own) < 1e-3)
    #expect(accuracy(said, of: rows, in: data) == accuracy(own, of: rows, in: data))

    let running = try Trainer(training(of: text, "batchStatistics: 'running'"), threads: 1)
      .train(data, train: rows, validation: [])
    let other = try network(running)
    let before = try logits(other.inference(rows: 120), of: rows, in: data, running.scaler)
    let after = try logits(other.measuring(rows: 120), of: rows, in: data, running.scaler)
    #expect(distance(before, after) > 0.05)
    // What is learned does not depend on them.
    #expect(running.members[0].history.map(\.loss) == model.members[0].history.map(\.loss))
    let trained = kept.parameters.trained.map(\.path)
    for path in trained { #expect(Array(kept.parameters[path]!.values) == Array(other.parameters[path]!.values)) }
  }

  @Test func `running statistics are still those of the steps`() throws {
    // With nothing kept of the old ones, they are those of the last batch: of all rows, since one batch holds them.
    let text = "{ cnn1d: { blocks: [{ filters: 4, window: 3, pool: 3 }], dense: 4, normalisation: { momentum: 0 } } }"
    let data = try Toy.data(rows: 30, shape: [12]), rows = Array(0..<30)
    let settings = try settings(
      "{ model: \(text), epochs: 1, batch: 30, checkpoint: 'last', batchStatistics: 'running', optimizer: { sgd: { rate: 1e-12 } } }"
    )
    let model = try Trainer(settings, threads: 1).train(data, train: rows, validation: [])
    let kept = try network(model)
    let running = kept.statistics.map { (Array($0.mean.values), Array($0.variance.values)) }
    _ = try logits(kept.measuring(rows: 30), of: rows, in: data, model.scaler)
    for (own, measured) in zip(running, kept.statistics) {
      #expect(distance(own.0, Array(measured.mean.values)) < 1e-4)
      #expect(distance(own.1, Array(measured.variance.values)) < 1e-4)
    }
  }

  /// Rows normalised behind dropout, so that statistics are known without any network.
  private struct Bare: Model {
    static let name = "bare"
    func callAsFunction(_ x: Variable, classes: Int) throws -> Variable {
      try DenseLayer(classes, "output")(BatchNormLayer("norm")(x.dropout(0.5)))
    }
  }

  @Test func `statistics over several batches are the moments of all rows, without dropout`() throws {
    let data = try Toy.data(rows: 250, shape: [5])
    let network = try Network(
      Bare(), shape: [5], classes: 3, seed: Seed(1), precision: .float32, on: Engines.open(threads: 1))
    let scaler = try FittedScaler(ScalerChoice(NoScaler()), fittedTo: Array(0..<250), of: data)
    let sample = StatisticsSample(of: Array(0..<250), labels: data.labels, seed: Seed(3))
    #expect(sample.rows.sorted() == Array(0..<250))
    for size in [50, 250] {
      var moments = PooledMoments(channels: 5)
      for rows in sample.batches(of: size) {
        _ = try logits(network.measuring(rows: rows.count), of: rows, in: data, scaler)
        moments.add(mean: network.statistics[0].mean.values, variance: network.statistics[0].variance.values)
      }
      moments.write(mean: network.statistics[0].mean.values, variance: network.statistics[0].variance.values)
      for feature in 0..<5 {
        var values = [Float](repeating: 0, count: 250 * 5)
        try values.withUnsafeMutableBufferPointer { try data.rows.read(Array(0..<250), into: $0) }
        let column = (0..<250).map { Double(values[$0 * 5 + feature]) }
        let mean = column.reduce(0, +) / 250
        let variance = column.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 250
        #expect(abs(Double(network.statistics[0].mean.values[feature]) - mean) < 1e-5)
        #expect(abs(Double(network.statistics[0].variance.values[feature]) - variance) < 1e-5)
      }
    }
  }

  @Test func `batches of 64 come near one batch of all rows in every layer`() throws {
    let data = try Toy.data(rows: 256, shape: [12, 16]), rows = Array(0..<256)
    let settings = try training(of: Self.networks[1].model)
    let model = try Trainer(settings, threads: 1).train(data, train: rows, validation: [])
    let network = try network(model)
    let sample = StatisticsSample(of: rows, labels: data.labels, seed: Seed(1))
    func measure(_ size: Int) throws -> [(mean: [Float], variance: [Float])] {
      var moments = network.statistics.map { PooledMoments(channels: $0.mean.count) }
      for batch in sample.batches(of: size) {
        _ = try logits(network.measuring(rows: batch.count), of: batch, in: data, model.scaler)
        for (index, pair) in network.statistics.enumerated() {
          moments[index].add(mean: pair.mean.values, variance: pair.variance.values)
        }
      }
      return network.statistics.enumerated().map { index, pair in
        moments[index].write(mean: pair.mean.values, variance: pair.variance.values)
        return (Array(pair.mean.values), Array(pair.variance.values))
      }
    }
    for (exact, pooled) in zip(try measure(256), try measure(64)) {
      for channel in exact.mean.indices where exact.variance[channel] > 1e-6 {
        #expect(abs(exact.mean[channel] - pooled.mean[channel]) < 0.02 * exact.variance[channel].squareRoot())
        #expect(abs(pooled.variance[channel] / exact.variance[channel] - 1) < 0.03)
      }
    }
  }

  @Test func `a large training set is sampled class by class, always alike`() throws {
    let labels = (0..<9000).map { $0 % 10 == 0 ? 2 : $0 % 3 == 0 ? 1 : 0 }
    let candidates = (0..<9000).filter { $0 % 7 != 0 }
    let sample = StatisticsSample(of: candidates, labels: labels, seed: Seed(5))
    #expect(sample.rows.count == 1024 && Set(sample.rows).count == 1024)
    #expect(Set(sample.rows).isSubset(of: candidates))
    for label in 0..<3 {
      let share = Double(candidates.count { labels[$0] == label }) / Double(candidates.count)
      #expect(abs(Double(sample.rows.count { labels[$0] == label }) - share * 1024) <= 1)
      for batch in sample.batches(of: 128) {
        #expect(batch.count == 128)
        #expect(abs(Double(batch.count { labels[$0] == label }) - share * 128) <= 1)
      }
    }
    #expect(StatisticsSample(of: candidates, labels: labels, seed: Seed(5)).rows == sample.rows)
    #expect(StatisticsSample(of: Array(0..<700), labels: labels, seed: Seed(5)).rows.count == 350)
    #expect(StatisticsSample(of: Array(0..<300), labels: labels, seed: Seed(5)).rows.count == 256)
    #expect(StatisticsSample(of: [4], labels: labels, seed: Seed(5)).batches(of: 64) == [[4]])
    let odd = StatisticsSample(of: Array(0..<301), labels: labels, seed: Seed(5)).batches(of: 100)
    #expect(odd.map(\.count) == [85, 85, 85])
  }

  @Test(arguments: ["", "averageWeights: 0.8,"], ["best", "last"])
  func `the statistics that are kept belong to the weights that are kept`(average: String, kept: String) throws {
    let data = try Toy.data(rows: 96, shape: [40]), sides = Toy.sides(96)
    let settings = try settings(
      "{ model: \(Self.networks[0].model), epochs: 4, batch: 16, \(average) checkpoint: '\(kept)', metric: 'loss' }")
    var states: [TrainingState] = []
    let trainer = try Trainer(settings, threads: 1)
    let model = try trainer.train(data, train: sides.train, validation: sides.validation, save: { states.append($0) })
    let network = try network(model)
    let rows = StatisticsSample(
      of: sides.train, labels: data.labels, seed: Seed(settings.seed).derived(for: "member", "0"))
    try network.takeStatistics(of: rows, in: data, scaler: model.scaler, batch: 16)
    #expect(network.tensors == model.members[0].parameters)
    // What the history says of the epoch is what the model scores.
    let said = try Predictor(model, threads: 1, batch: 16).probabilities(of: sides.validation, in: data)
    let record = try #require(model.members[0].history.first { $0.epoch == model.members[0].keptEpoch })
    #expect(abs(ClipScores(said, of: sides.validation, in: data).loss - record.validationLoss) < 1e-9)
    for state in states {
      #expect(try trainer.train(data, train: sides.train, validation: sides.validation, resuming: state) == model)
    }
  }
}
