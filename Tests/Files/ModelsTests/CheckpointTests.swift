import Classifiers
import Networks
import Store
import TestSupport
import Testing

@testable import Models

@Suite struct CheckpointTests {
  /// What a test throws in place of a `kill -9`.
  private struct Killed: Error {}

  private var settings: TrainSettings {
    var settings = TrainSettings()
    var network = MLP()
    network.hidden = [8]
    network.dropout = 0.2
    settings.model = ModelChoice(network)
    settings.epochs = 6
    settings.batch = 16
    settings.seeds = 2
    settings.averageWeights = 0.9
    settings.reduceOnPlateau = ReduceOnPlateau()
    settings.reduceOnPlateau?.patience = 1
    return settings
  }

  @Test func `a training killed after every epoch ends in the bytes of an undisturbed one`() throws {
    let scratch = Scratch()
    try SampleFeatures(rows: 60, shape: [12]).write(to: scratch.file("features.h5"))
    let train = Array(0..<40), validation = Array(40..<60)
    func run(_ save: (TrainingState) throws -> Void, from state: TrainingState?) throws -> TrainedModel {
      let data = try FeatureTable(scratch.file("features.h5")).dataset(of: Array(0..<60))
      return try Trainer(settings, threads: 1).train(
        data, train: train, validation: validation, resuming: state, save: save)
    }
    func file(_ model: TrainedModel, _ name: String) throws -> String {
      try ModelFile(
        .network(NetworkClassifier(model)), frontend: SampleFeatures.frontend, split: "s", fold: "fold0", key: "k"
      )
      .write(to: scratch.file(name), tool: SampleFeatures.tool, inputs: [])
      return try Input(file: scratch.file(name)).sha256
    }
    let undisturbed = try run({ _ in }, from: nil)
    let checkpoint = CheckpointFile(scratch.file("c.h5"), key: "k", tool: SampleFeatures.tool)
    var survivor: TrainedModel?
    var kills = 0
    while survivor == nil {
      do {
        survivor = try run(
          { state in
            try checkpoint.write(state)
            if state.finished.count < 2 { throw Killed() }
          }, from: checkpoint.read())
      } catch is Killed { kills += 1 }
    }
    #expect(kills == 11)
    #expect(survivor == undisturbed)
    #expect(try file(#require(survivor), "a.h5") == file(undisturbed, "b.h5"))
  }

  @Test func `a checkpoint of other settings or a damaged one is not used`() throws {
    let scratch = Scratch()
    let checkpoint = CheckpointFile(scratch.file("c.h5"), key: "k", tool: SampleFeatures.tool)
    #expect(checkpoint.read() == nil)
    try checkpoint.write(TrainingState(epoch: 3))
    #expect(checkpoint.read()?.epoch == 3)
    #expect(CheckpointFile(scratch.file("c.h5"), key: "other", tool: SampleFeatures.tool).read() == nil)
  }
}
