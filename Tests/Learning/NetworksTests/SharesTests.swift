import Determinism
import Glibc
import Graph
import Settings
import Testing

@testable import Networks

/// Rows that carry shares of several classes.
@Suite struct SharesTests {
  private func data(shares: [[Float]]?) throws -> Dataset {
    var random = Random(Seed(4))
    let values = (0..<12 * 5).map { _ in Float(random.normal()) }
    return try Dataset(
      rows: ArrayRows(values, shape: [5]), labels: (0..<12).map { $0 % 3 }, names: ["a", "b", "c"], shares: shares)
  }

  private var shares: [[Float]] {
    (0..<12).map { row in
      var share = [Float](repeating: 0, count: 3)
      share[row % 3] = row < 6 ? 0.5 : 1
      if row < 6 { share[(row + 1) % 3] = 0.5 }
      return share
    }
  }

  private func train(_ data: Dataset, _ text: String) throws -> TrainedModel {
    let settings = try TrainSettings(parsing: Array(text.utf8))
    return try Trainer(settings, threads: 1).train(data, train: Array(0..<12), validation: [])
  }

  @Test(arguments: ["'none'", "'balanced'", "{ explicit: { factors: { a: 3, b: 0.5 } } }"])
  func `are what a network learns from`(weights: String) throws {
    let text = "{ model: { mlp: { hidden: [4] } }, epochs: 1, batch: 12, checkpoint: 'last', classWeights: \(weights) }"
    let soft = try data(shares: shares), settings = try TrainSettings(parsing: Array(text.utf8))
    let model = try train(soft, text)
    // The first step's loss by its definition, from the weights that training starts with.
    let network = try Network(
      settings.model.model, shape: [5], classes: 3, seed: Seed(settings.seed).derived(for: "member", "0"),
      precision: .float32, on: Engines.open(threads: 1))
    let said = try [network].probabilities(of: Array(0..<12), in: soft, scaler: model.scaler, batch: 12)
    var mass = [0.0, 0.0, 0.0]
    for share in shares { for label in 0..<3 { mass[label] += Double(share[label]) } }
    let factors =
      switch weights {
      case "'none'": [1.0, 1, 1]
      case "'balanced'": mass.map { 12 / (3 * $0) }
      default: [3, 0.5, 1]
      }
    var loss = 0.0
    for (p, q) in zip(said, shares) {
      let weight = (0..<3).reduce(0.0) { $0 + Double(q[$1]) * factors[$1] }
      for label in 0..<3 { loss -= weight * Double(q[label]) * log(p[label]) / 12 }
    }
    #expect(abs(model.members[0].history[0].loss - loss) < 1e-5)
    #expect(abs(try train(data(shares: nil), text).members[0].history[0].loss - loss) > 1e-3)
  }

  @Test func `of one class alone are its label`() throws {
    let text = "{ model: { mlp: { hidden: [4] } }, epochs: 3, batch: 4, checkpoint: 'last', classWeights: 'balanced' }"
    let hard = (0..<12).map { row in (0..<3).map { Float($0 == row % 3 ? 1 : 0) } }
    let soft = try train(data(shares: hard), text).members[0], plain = try train(data(shares: nil), text).members[0]
    #expect(soft.parameters == plain.parameters && soft.history.map(\.loss) == plain.history.map(\.loss))
  }

  @Test func `are what the validation loss is against, while accuracy goes by the label`() throws {
    let soft = try data(shares: shares)
    let scores = ClipScores([[0.7, 0.2, 0.1], [0.1, 0.8, 0.1]], of: [0, 7], in: soft)
    #expect(abs(scores.loss + (0.5 * log(0.7) + 0.5 * log(0.2) + log(0.8)) / 2) < 1e-7)
    #expect(scores.accuracy == 1)
  }

  @Test(arguments: [[0.5, 0.4, 0], [1.5, -0.5, 0], [0.5, 0.5], [.nan, 0.5, 0.5]] as [[Float]])
  func `that are no distribution over the classes are refused`(bad: [Float]) throws {
    var all = shares
    all[5] = bad
    #expect {
      _ = try self.data(shares: all)
    } throws: {
      "\($0)".hasPrefix("cannot use shares of row '5': expected 3 numbers that sum to 1")
    }
  }
}
