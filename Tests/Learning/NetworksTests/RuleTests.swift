import Determinism
import Glibc
import Graph
import Settings
import Testing

@testable import Networks

/// Optimisers, schedules and callbacks against what their formulas give by hand.
@Suite struct RuleTests {
  /// A weight of 2 after steps along given gradients.
  private func weight(_ optimiser: any Optimiser, gradients: [Float], rows: Int = 1, clip: Double? = nil) throws
    -> Float
  {
    let parameters = Parameters(seed: Seed(1))
    _ = try Tape(parameters: parameters).parameter("weight", [1, 1], .zeros)
    let parameter = try #require(parameters["weight"])
    parameter.values[0] = 2
    let state = try OptimiserState(optimiser, parameters, on: Engines.open(threads: 1))
    for gradient in gradients {
      parameter.gradient[0] = gradient
      state.update(rate: optimiser.rate, rows: rows, clip: clip)
    }
    return parameter.values[0]
  }

  @Test func `Adam's first step has the length of the rate, whatever the gradient`() throws {
    #expect(abs(try weight(Adam(), gradients: [0.3]) - (2 - 1e-3)) < 1e-6)
    #expect(abs(try weight(Adam(), gradients: [-70]) - (2 + 1e-3)) < 1e-6)
  }

  @Test func `Adam's second step follows its formula`() throws {
    let m = 0.9 * 0.1 + 0.1 * -0.5, v = 0.999 * 0.001 * 1 + 0.001 * 0.25
    let step = 1e-3 * (m / (1 - 0.81)) / ((v / (1 - 0.998001)).squareRoot() + 1e-8)
    #expect(abs(Double(try weight(Adam(), gradients: [1, -0.5])) - (2 - 1e-3 - step)) < 1e-6)
  }

  @Test func `AdamW shrinks a weight before it steps`() throws {
    var rule = AdamW()
    (rule.rate, rule.decay) = (0.1, 0.5)
    #expect(abs(try weight(rule, gradients: [1]) - (2 * 0.95 - 0.1)) < 1e-6)
  }

  @Test func `momentum carries a step on`() throws {
    var rule = SGD()
    (rule.rate, rule.momentum) = (0.1, 0.5)
    // Velocities -0.1, then 0.5 * -0.1 - 0.1 * 2.
    #expect(abs(try weight(rule, gradients: [1, 2]) - (2 - 0.1 - 0.25)) < 1e-6)
    rule.nesterov = true
    #expect(abs(try weight(rule, gradients: [1]) - (2 - 0.05 - 0.1)) < 1e-6)
  }

  @Test func `an L2 penalty is divided by the rows, as in scikit-learn`() throws {
    var rule = SGD()
    (rule.rate, rule.momentum, rule.l2) = (1, 0, 0.5)
    #expect(abs(try weight(rule, gradients: [0], rows: 4) - (2 - 0.5 * 2 / 4)) < 1e-6)
  }

  @Test func `clipping shortens a long gradient and leaves a short one`() throws {
    var rule = SGD()
    (rule.rate, rule.momentum) = (1, 0)
    #expect(abs(try weight(rule, gradients: [5], clip: 0.5) - 1.5) < 1e-6)
    #expect(abs(try weight(rule, gradients: [0.25], clip: 0.5) - 1.75) < 1e-6)
  }

  @Test func `a cosine falls from 1 to its floor`() {
    var cosine = CosineSchedule()
    cosine.floor = 0.1
    #expect(cosine.factor(at: 0) == 1)
    #expect(abs(cosine.factor(at: 0.5) - 0.55) < 1e-12)
    #expect(abs(cosine.factor(at: 1) - 0.1) < 1e-12)
    cosine.warmup = 0.2
    #expect(cosine.factor(at: 0.1) == 0.5)
  }

  @Test func `patience runs out after epochs without progress`() {
    var patience = Patience()
    let scores = [(0.5, 0.1), (0.55, 0.1), (.nan, 0), (0.7, 0.1)]
    let isBest = scores.map { patience.observe($0, minimumChange: $1) }
    #expect(isBest == [true, false, false, true])
    #expect(patience.waited == 0 && patience.best == 0.7)
  }

  @Test func `stepwise patience runs out although small steps add up`() {
    let scores = [0.5, 0.55, 0.6, 0.65]
    var keras = Patience(), scikit = Patience()
    let whole = scores.map { keras.observe($0, minimumChange: 0.08) }
    let stepwise = scores.map { scikit.observe($0, minimumChange: 0.08, stepwise: true) }
    #expect(whole == [true, false, true, false])
    #expect(stepwise == [true, false, false, false])
    #expect(scikit.best == 0.65 && scikit.waited == 3)
  }

  @Test func `balanced weights make every class count alike`() throws {
    let weights = BalancedClassWeights().factors(counts: [10, 30, 0], names: ["a", "b", "c"])
    #expect(weights == [2, 2.0 / 3, 1])
    var explicit = ExplicitClassWeights()
    explicit.factors = ["b": 3]
    #expect(try explicit.factors(counts: [1, 1], names: ["a", "b"]) == [1, 3])
    #expect(throws: LearningError.self) { try explicit.factors(counts: [1], names: ["a"]) }
  }

  @Test(arguments: [
    ("{}", ["checkpoint 'best'"]), ("{ checkpoint: 'last' }", []), ("{ metric: 'trainingLoss' }", []),
    ("{ checkpoint: 'last', earlyStopping: {} }", ["earlyStopping"]),
    ("{ checkpoint: 'last', earlyStopping: { metric: 'trainingLoss' } }", []),
    ("{ metric: 'trainingLoss', reduceOnPlateau: { metric: 'uar' } }", ["reduceOnPlateau"]),
  ])
  func `rules that decide by validation rows are known`(text: String, names: [String]) throws {
    #expect(try TrainSettings(parsing: Array(text.utf8)).rulesOverValidation.map(\.name) == names)
  }

  @Test func `early stopping ends a training and the best epoch is kept`() throws {
    let data = try Toy.data(rows: 64, shape: [6]), sides = Toy.sides(64)
    let text = """
      { model: { mlp: { hidden: [4] } }, epochs: 200, batch: 16, earlyStopping: { patience: 2 }, metric: 'loss',
        optimizer: { adam: { rate: 0.05 } } }
      """
    let settings = try TrainSettings(parsing: Array(text.utf8))
    let member = try Trainer(settings, threads: 1).train(data, train: sides.train, validation: sides.validation)
      .members[0]
    let losses = member.history.map(\.validationLoss)
    #expect(losses.count < 200)
    #expect(losses[member.keptEpoch - 1] == losses.min())
    #expect(member.history.count == member.keptEpoch + 2)
  }

  @Test func `a plateau lowers the rate down to its minimum`() throws {
    let data = try Toy.data(rows: 32, shape: [6], shift: 0), sides = Toy.sides(32)
    let text = """
      { model: 'mlp', epochs: 12, batch: 16, optimizer: { adam: { rate: 1e-3 } },
        reduceOnPlateau: { patience: 1, factor: 0.1, minimum: 1e-5, minimumChange: 1 } }
      """
    let settings = try TrainSettings(parsing: Array(text.utf8))
    let rates = try Trainer(settings, threads: 1).train(data, train: sides.train, validation: sides.validation).members[
      0
    ].history.map(\.rate)
    #expect(rates.first == 1e-3 && abs(rates.last! - 1e-5) < 1e-15)
  }

  @Test func `a metric without validation rows is refused by name`() throws {
    let data = try Toy.data(rows: 8, shape: [3])
    #expect {
      try Trainer(TrainSettings(), threads: 1).train(data, train: Array(0..<8), validation: [])
    } throws: {
      "\($0)" == "cannot watch 'accuracy': there are no validation rows; watch trainingLoss, or keep the last epoch"
    }
  }

  @Test func `a row on both sides is refused`() throws {
    let data = try Toy.data(rows: 8, shape: [3])
    #expect(throws: LearningError.self) {
      try Trainer(TrainSettings(), threads: 1).train(data, train: [0, 1, 2], validation: [2, 3])
    }
  }
}
