import Classical
import Networks
import Settings
import Testing

@testable import Classifiers

/// A section as it stands in a recipe.
private struct Holder: Settings {
  var train = TrainSection()
}

@Suite struct TrainSectionTests {
  private func section(_ text: String) throws -> TrainSection { try Holder(parsing: text.utf8).train }

  @Test func `a network's section takes the defaults of networks`() throws {
    guard case .network(let settings) = try section("{ train: { model: { mlp: { hidden: [5] } }, epochs: 3 } }") else {
      Issue.record("expected a network")
      return
    }
    let train = settings.train
    #expect((train.model.model as? MLP)?.hidden == [5] && train.epochs == 3 && train.batch == 64)
    #expect(try section("{}") == .network(NetworkSettings()))
    #expect(try section("{ train: { epochs: 50 } }") == .network(NetworkSettings()))
  }

  @Test func `a classical model refuses rows of several classes`() throws {
    let data = try Dataset(
      rows: ArrayRows([0, 1, 2, 3], shape: [1]), labels: [0, 1, 0, 1], names: ["happy", "sad"],
      shares: [[0.5, 0.5], [0, 1], [1, 0], [0, 1]])
    #expect {
      _ = try ClassicalClassifier(ClassicalSettings(), on: data, rows: [0, 1, 2, 3], features: ["f"], jobs: 1)
    } throws: {
      "\($0)".hasPrefix("cannot train 'logistic': some clips carry shares of several labels")
    }
  }

  @Test func `a network's rows may be reduced first`() throws {
    let text = "{ train: { model: 'mlp', reduce: { select: { by: 'family' }, lda: { dimensions: 2 } } } }"
    guard case .network(let settings) = try section(text) else {
      Issue.record("expected a network")
      return
    }
    #expect(settings.reduce?.select?.by == .family && settings.reduce?.lda?.dimensions == 2)
    #expect(throws: SettingsError.self) { try section("{ train: { model: \"mlp\", reduce: {} } }") }
    #expect(throws: SettingsError.self) { try section("{ train: { model: \"mlp\", reduce: { pca: {} } } }") }
    #expect(throws: SettingsError.self) { try section("{ train: { model: \"svm\", reduce: { lda: {} } } }") }
  }

  @Test func `a classical section takes a learner and a scaler`() throws {
    guard case .classical(let settings) = try section("{ train: { model: { logistic: { costs: [0.5] } } } }") else {
      Issue.record("expected a classical model")
      return
    }
    #expect((settings.model.learner as? Logistic)?.costs == [0.5])
    #expect(settings.scaler == ScalerChoice(StandardScaler()))
    #expect(try section("{ train: { model: \"lda\", scaler: \"minMax\" } }") != .classical(ClassicalSettings()))
  }

  @Test func `what a model has no use for is an error`() {
    #expect(throws: SettingsError.self) { try section("{ train: { model: \"svm\", epochs: 3 } }") }
    #expect(throws: SettingsError.self) { try section("{ train: { model: \"mlp\", costs: [1] } }") }
  }

  @Test func `a misspelt model is answered with its neighbour of either kind`() {
    #expect { try section("{ train: { model: { logistik: {} } } }") } throws: { "\($0)".contains("logistic") }
    #expect { try section("{ train: { model: \"mpl\" } }") } throws: { "\($0)".contains("mlp") }
  }

  @Test func `a section reads back as it was written`() throws {
    let texts = [
      "{ train: { model: { nearestMean: {} } } }", "{ train: { model: { cnn1d: {} }, seeds: 2 } }",
      "{ train: { reduce: { lda: {} }, epochs: 3 } }",
    ]
    for text in texts {
      let section = try section(text)
      #expect(try TrainSection(parsing: section.canonicalJSON.utf8) == section)
    }
  }
}
