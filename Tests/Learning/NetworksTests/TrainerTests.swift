import Settings
import Testing

@testable import Networks

@Suite struct TrainerTests {
  private func settings(_ text: String) throws -> TrainSettings { try TrainSettings(parsing: Array(text.utf8)) }

  @Test func `the recipe of the plan decodes`() throws {
    let settings = try settings(
      """
      { model: { cnn1d: {} }, epochs: 50, batch: 64, optimizer: { adam: { rate: 1e-3 } }, checkpoint: "best",
        earlyStopping: { patience: 10 }, reduceOnPlateau: { patience: 3, factor: 0.5 }, scaler: "standard" }
      """)
    #expect(settings.model == ModelChoice(CNN1D()))
    #expect(settings.earlyStopping?.patience == 10)
    #expect(settings.reduceOnPlateau?.factor == 0.5)
  }

  @Test func `a perceptron learns classes that differ in their means`() throws {
    let data = try Toy.data(rows: 160, shape: [12]), sides = Toy.sides(160)
    let settings = try settings(
      "{ model: { mlp: { hidden: [16] } }, epochs: 30, batch: 16, optimizer: { adam: { rate: 0.01 } } }")
    let model = try Trainer(settings, threads: 1).train(data, train: sides.train, validation: sides.validation)
    #expect(model.members[0].history.map(\.validationAccuracy).max()! > 0.9)
    let probabilities = try Predictor(model, threads: 1).probabilities(of: sides.validation, in: data)
    let hits = zip(probabilities, sides.validation).count { largest($0) == data.labels[$1] }
    #expect(
      Double(hits) / Double(sides.validation.count)
        == model.members[0].history[model.members[0].keptEpoch - 1].validationAccuracy)
  }

  @Test func `a small 1-D network learns`() throws {
    let data = try Toy.data(rows: 120, shape: [60]), sides = Toy.sides(120)
    let settings = try settings(
      """
      { model: { cnn1d: { blocks: [{ filters: 16, window: 3, pool: 3, dropout: 0.1 }], dense: 16, normalisation: { momentum: 0.8 } } },
        epochs: 8, batch: 16, optimizer: { adam: { rate: 0.003 } } }
      """)
    let model = try Trainer(settings, threads: 2).train(data, train: sides.train, validation: sides.validation)
    #expect(model.members[0].history.map(\.validationAccuracy).max()! > 0.8)
  }

  @Test(arguments: [(1, 5), (15, 5), (16, 6), (24, 8)])
  func `a corpus of few rows gets passes until there are enough steps`(least: Int, passes: Int) throws {
    // 17 training rows in batches of 8 are two of 8 and a left-over row that is not trained on, and 18 are three batches.
    let data = try Toy.data(rows: 24, shape: [6])
    let settings = try settings("{ model: { mlp: { hidden: [4] } }, epochs: 5, batch: 8, minimumSteps: \(least) }")
    let history = try Trainer(settings, threads: 1)
      .train(data, train: Array(0..<18), validation: [18, 19]).members[0].history
    #expect(history.count == passes)
    #expect(settings.epochs(over: 17) == max(5, (least + 1) / 2))
    #expect(throws: (any Error).self) { try self.settings("{ minimumSteps: 0 }") }
  }

  @Test func `a training resumed after any epoch ends in the same values`() throws {
    let data = try Toy.data(rows: 60, shape: [10]), sides = Toy.sides(60)
    let settings = try settings(
      """
      { model: { mlp: { hidden: [8], dropout: 0.2 } }, epochs: 4, batch: 8, seeds: 2, averageWeights: 0.9,
        augment: ["mixup", { noise: { deviation: 0.05 } }], reduceOnPlateau: { patience: 1 }, classWeights: "balanced" }
      """)
    var states: [TrainingState] = []
    let trainer = try Trainer(settings, threads: 2)
    let whole = try trainer.train(data, train: sides.train, validation: sides.validation, save: { states.append($0) })
    #expect(states.count == 8)
    for state in states {
      #expect(try trainer.train(data, train: sides.train, validation: sides.validation, resuming: state) == whole)
    }
  }

  @Test func `every choice decodes by name and survives a round trip`() throws {
    let settings = try settings(
      """
      { model: { cnnBiLSTM: { sequence: "time" } }, optimizer: { adamW: { decay: 0.1 } }, schedule: { cosine: {} },
        scaler: { minMax: { by: "corpus" } }, classWeights: { explicit: { factors: { sad: 2 } } }, checkpoint: "last",
        augment: ["specAugment", { mixup: { alpha: 0.4 } }], metric: "uar", clipGradient: 1, labelSmoothing: 0.1 }
      """)
    let again = try TrainSettings(parsing: Array(settings.canonicalJSON.utf8))
    #expect(again == settings)
    #expect(settings.classWeights.weighting is ExplicitClassWeights)
    #expect(settings.augment.count == 2)
  }

  @Test func `a saved state of another optimizer is refused`() throws {
    let data = try Toy.data(rows: 16, shape: [4]), sides = Toy.sides(16)
    var states: [TrainingState] = []
    var settings = try settings("{ model: 'mlp', epochs: 2, batch: 8 }")
    _ = try Trainer(settings, threads: 1).train(
      data, train: sides.train, validation: sides.validation, save: { states.append($0) })
    settings.optimizer = OptimiserChoice(SGD())
    let other = try Trainer(settings, threads: 1)
    #expect(throws: LearningError.self) {
      try other.train(data, train: sides.train, validation: sides.validation, resuming: states[0])
    }
  }

  @Test func `an ensemble's probabilities are the mean of its members'`() throws {
    let data = try Toy.data(rows: 24, shape: [4]), sides = Toy.sides(24)
    let settings = try settings("{ model: { mlp: { hidden: [3] } }, epochs: 2, batch: 8, seeds: 2 }")
    let model = try Trainer(settings, threads: 1).train(data, train: sides.train, validation: sides.validation)
    let whole = try Predictor(model, threads: 1).probabilities(of: [0, 1], in: data)
    let parts = try model.members.map { member in
      var single = model
      single.members = [member]
      return try Predictor(single, threads: 1).probabilities(of: [0, 1], in: data)
    }
    #expect(parts[0] != parts[1])
    for row in 0..<2 {
      for label in 0..<3 { #expect(abs(whole[row][label] - (parts[0][row][label] + parts[1][row][label]) / 2) < 1e-12) }
    }
  }

  @Test func `a clip of several windows is scored by their mean`() throws {
    let data = try Dataset(
      rows: ArrayRows([0, 0, 0], shape: [1]), labels: [1, 1, 0], names: ["a", "b"], clips: ["one", "one", "two"])
    let scores = ClipScores([[0.8, 0.2], [0.1, 0.9], [0.6, 0.4]], of: [0, 1, 2], in: data)
    #expect(abs(scores.probabilities[0][1] - 0.55) < 1e-12)
    #expect(scores.labels == [1, 0] && scores.accuracy == 1 && scores.uar == 1)
  }
}
