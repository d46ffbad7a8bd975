import Classical
import Classifiers
import Glibc
import Graph
import Networks
import Store
import System
import TestSupport
import Testing

@testable import Models

@Suite struct ModelFileTests {
  private func trained(seeds: Int, scaler: any Scaler = StandardScaler()) throws -> ModelFile {
    let scratch = Scratch()
    try SampleFeatures(rows: 60, shape: [12]).write(to: scratch.file("features.h5"))
    let data = try FeatureTable(scratch.file("features.h5")).dataset(of: Array(0..<60))
    var settings = TrainSettings()
    var network = MLP()
    network.hidden = [8]
    settings.model = ModelChoice(network)
    settings.epochs = 3
    settings.seeds = seeds
    settings.seed = 1 << 50 + 1
    settings.scaler = ScalerChoice(scaler)
    let model = try Trainer(settings, threads: 1).train(data, train: Array(0..<40), validation: Array(40..<60))
    return ModelFile(
      .network(NetworkClassifier(model)), frontend: SampleFeatures.frontend, split: "honest", fold: "fold0", key: "k")
  }

  @Test(arguments: [1, 3])
  func `a model comes back from its file as it was`(seeds: Int) throws {
    let scratch = Scratch()
    let model = try trained(seeds: seeds)
    let input = Input(name: "features.h5", sha256: String(repeating: "a", count: 64))
    try model.write(to: scratch.file("m.h5"), tool: SampleFeatures.tool, inputs: [input])
    #expect(try ModelFile(scratch.file("m.h5")) == model)
    let whole = try #require(try ModelFile.whole(scratch.file("m.h5"), key: "k"))
    #expect(whole.model == model && whole.inputs == [input])
    #expect(try ModelFile.whole(scratch.file("m.h5"), key: "another") == nil)
  }

  @Test func `a classical model comes back from its file as it was`() throws {
    let scratch = Scratch()
    try SampleFeatures(rows: 60, shape: [12]).write(to: scratch.file("features.h5"))
    let data = try FeatureTable(scratch.file("features.h5")).dataset(of: Array(0..<60))
    for learner in [Logistic(), LDA(), NearestMean()] as [any ClassicalLearner] {
      var settings = ClassicalSettings()
      settings.model = ClassicalChoice(learner)
      let fitted = try ClassicalClassifier(settings, on: data, rows: Array(0..<60), features: [], jobs: 1)
      let model = ModelFile(
        .classical(fitted), frontend: SampleFeatures.frontend, split: "honest", fold: "fold0", key: "k")
      try model.write(to: scratch.file("m.h5"), tool: SampleFeatures.tool, inputs: [])
      #expect(try ModelFile(scratch.file("m.h5")) == model)
    }
  }

  @Test func `which features were chosen comes back with the model`() throws {
    let scratch = Scratch()
    try SampleFeatures(rows: 60, shape: [12]).write(to: scratch.file("features.h5"))
    let table = try FeatureTable(scratch.file("features.h5"))
    var settings = ClassicalSettings()
    settings.model = ClassicalChoice(LDA())
    settings.select = SelectSettings()
    settings.select?.forward.limit = 3
    let fitted = try ClassicalClassifier(
      settings, on: table.dataset(of: Array(0..<60)), rows: Array(0..<60), features: table.features, jobs: 1)
    let model = ModelFile(
      .classical(fitted), frontend: SampleFeatures.frontend, split: "honest", fold: "fold0", key: "k")
    try model.write(to: scratch.file("m.h5"), tool: SampleFeatures.tool, inputs: [])
    #expect(try ModelFile(scratch.file("m.h5")) == model)
    #expect(fitted.selection?.chosen.isEmpty == false)
  }

  @Test func `weights that do not fit the rows are refused before they are used`() throws {
    let scratch = Scratch()
    guard case .network(var network) = try trained(seeds: 1).model else { return }
    network.model.inputShape = [13]
    try ModelFile(.network(network), frontend: SampleFeatures.frontend, split: "s", fold: "f", key: "k")
      .write(to: scratch.file("m.h5"), tool: SampleFeatures.tool, inputs: [])
    #expect { _ = try ModelFile(scratch.file("m.h5")) } throws: { "\($0)".contains("scaler does not fit") }
  }

  @Test func `a flipped bit anywhere is no whole model, or makes no difference`() throws {
    let scratch = Scratch()
    let path = scratch.file("m.h5")
    let model = try trained(seeds: 1)
    try model.write(to: path, tool: SampleFeatures.tool, inputs: [])
    let bytes = try contents(of: path)
    var refused = 0
    for place in stride(from: 5, to: bytes.count, by: 97) {
      var flipped = bytes
      flipped[place] ^= 1 << UInt8(place % 8)
      try System.write(flipped, to: path)
      let whole = try? ModelFile.whole(path, key: "k")
      if whole == nil { refused += 1 } else { #expect(whole?.model == model) }
    }
    #expect(refused > 20)
  }

  @Test func `a model that is not all real numbers is neither written nor read`() throws {
    let scratch = Scratch()
    let path = scratch.file("m.h5")
    var model = try trained(seeds: 1)
    model.model.scaler.groups[""]?.factor[3] = .infinity
    #expect { try model.write(to: path, tool: SampleFeatures.tool, inputs: []) } throws: {
      "\($0)".hasPrefix("cannot keep model 'honest/fold0': some of its weights are no longer numbers")
    }
    #expect(access(path, F_OK) != 0)
    model = try trained(seeds: 1)
    guard case .network(var network) = model.model else { return }
    network.model.members[0].parameters[0].tensor.values[0] = .nan
    model.model = .network(network)
    #expect(throws: ModelError.self) { try model.write(to: path, tool: SampleFeatures.tool, inputs: []) }
  }

  @Test(arguments: [("/scaler/factor", Float.infinity), ("/scaler/offset", .nan), ("/model/dense1/weight", -.infinity)])
  func `numbers that are none are refused as damage, with their place`(path: String, value: Float) throws {
    let scratch = Scratch()
    let model = scratch.file("m.h5")
    guard case .network(var network) = try trained(seeds: 1).model else { return }
    switch path {
    case "/scaler/factor": network.model.scaler.groups[""]?.factor[2] = value
    case "/scaler/offset": network.model.scaler.groups[""]?.offset[2] = value
    default: network.model.members[0].parameters[0].tensor.values[2] = value
    }
    try ModelFile(.network(network), frontend: SampleFeatures.frontend, split: "s", fold: "f", key: "k")
      .put(to: model, tool: SampleFeatures.tool, inputs: [])
    #expect { _ = try ModelFile(model) } throws: {
      "\($0)"
        == "cannot read '\(model)': \(path) holds \(value) at element 2; expected finite numbers"
    }
  }

  @Test func `a single network's weights lie directly under the model`() throws {
    let scratch = Scratch()
    try trained(seeds: 1).write(to: scratch.file("m.h5"), tool: SampleFeatures.tool, inputs: [])
    let file = try InputFile.open(scratch.file("m.h5"), expecting: .model)
    #expect(file.shape(of: "/model/dense1/weight") == [8, 12])
    #expect(file.shape(of: "/history/validationUAR") == [3])
    #expect(file.shape(of: "/scaler/offset") == [1, 12])
  }

  @Test func `scalers by speaker keep a line a speaker, and no scaler keeps none`() throws {
    let scratch = Scratch()
    var bySpeaker = StandardScaler()
    bySpeaker.by = .speaker
    for scaler in [bySpeaker, NoScaler()] as [any Scaler] {
      let model = try trained(seeds: 1, scaler: scaler)
      try model.write(to: scratch.file("m.h5"), tool: SampleFeatures.tool, inputs: [])
      #expect(try ModelFile(scratch.file("m.h5")) == model)
    }
  }

  @Test func `a front end that does not have its hash is refused`() throws {
    let scratch = Scratch()
    let path = scratch.file("m.h5")
    let output = try OutputFile(path, schema: .model, tool: SampleFeatures.tool, settings: "{}", inputs: [])
    try output.attach("architecture", "{}", to: "/")
    try output.attach("frontend", #"{"clean":{}}"#, to: "/")
    try output.attach("frontendSHA256", SampleFeatures.frontend.sha256, to: "/")
    try output.attach("labels", texts: ["a"], to: "/")
    try output.makeGroup("/model")
    try output.commit()
    #expect {
      _ = try ModelFile(path)
    } throws: { error in
      "\(error)".contains("front end") && (error as? any Failure)?.failureKind == .data
    }
  }

  @Test func `an index gives its models only while their files are what it lists`() throws {
    let scratch = Scratch()
    let model = try trained(seeds: 1)
    try System.makeFolder(scratch.file("x"))
    defer {
      unlink(scratch.file("x/fold0.h5"))
      rmdir(scratch.file("x"))
    }
    try model.write(to: scratch.file("x/fold0.h5"), tool: SampleFeatures.tool, inputs: [])
    let entry = ModelsIndex.Entry(
      fold: "fold0", name: "fold0.h5", sha256: try Input(file: scratch.file("x/fold0.h5")).sha256)
    try ModelsIndex([entry]).write(to: scratch.file("x.h5"), tool: SampleFeatures.tool, settings: "{}", inputs: [])
    // Links for people lead elsewhere than where the models lie.
    symlink(scratch.file("x.h5"), scratch.file("honest.h5"))
    #expect(try ModelsIndex.models(of: scratch.file("honest.h5")) == [model])
    #expect(try ModelsIndex.problems(of: scratch.file("honest.h5")).isEmpty)
    var other = model
    other.key = "another"
    try other.write(to: scratch.file("x/fold0.h5"), tool: SampleFeatures.tool, inputs: [])
    #expect(throws: ModelError.self) { try ModelsIndex.models(of: scratch.file("x.h5")) }
  }
}
