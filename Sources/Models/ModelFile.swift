import Learning
import Settings
import Store

/// A trained model as a file, `lilt/model/1`: everything that a prediction needs, and how it came about.
///
/// | object | holds |
/// |---|---|
/// | `/@architecture`, `/@settings` | the model with its sizes, and the whole training section, as canonical JSON |
/// | `/@frontend`, `/@frontendSHA256` | the `clean` and `features` settings, and their hash |
/// | `/@labels`, `/@inputShape` | names of the classes in the order of the outputs; extents of one row |
/// | `/@split`, `/@fold`, `/@key` | the rows that it learnt from, and a hash over all that the file depends on |
/// | `/model/<path>` | weights, for example `/model/conv1/weight`; attributes `seed`, `keptEpoch`, `parameters` |
/// | `/history/<column>` | one entry an epoch |
/// | `/scaler/{group,offset,factor}` | (x − offset) · factor, one line a group |
///
/// A model of several networks has a `members` attribute above 1, and their weights and histories under
/// `/model/member0`, `/history/member0` and so on.
public struct ModelFile: Sendable, Equatable {
  /// The network or networks.
  public var model: TrainedModel
  /// What was done to recordings before the model saw them.
  public var frontend: Frontend
  /// The split that it was trained for.
  public var split: String
  /// The fold of the split.
  public var fold: String
  /// A hash over everything that the model depends on (`FoldKey`).
  public var key: String

  /// A model with its circumstances.
  public init(_ model: TrainedModel, frontend: Frontend, split: String, fold: String, key: String) {
    self.model = model
    self.frontend = frontend
    self.split = split
    self.fold = fold
    self.key = key
  }

  /// Writes the file, all or nothing.
  public func write(to path: String, tool: Tool, inputs: [Input]) throws {
    let output = try OutputFile(
      path, schema: .model, tool: tool, settings: model.settings.canonicalJSON, inputs: inputs)
    try output.attach("architecture", try model.architecture, to: "/")
    try output.attach("frontend", frontend.text, to: "/")
    try output.attach("frontendSHA256", frontend.sha256, to: "/")
    try output.attach("labels", texts: model.labels, to: "/")
    try output.attach("inputShape", values: model.inputShape.map(Int64.init), to: "/")
    try output.attach("split", split, to: "/")
    try output.attach("fold", fold, to: "/")
    try output.attach("key", key, to: "/")
    try output.makeGroup("/model")
    try output.attach("members", Int64(model.members.count), to: "/model")
    for (index, member) in model.members.enumerated() {
      let place = Self.place(of: index, among: model.members.count)
      try output.write(member, weights: "/model" + place, history: "/history" + place)
    }
    try output.write(model.scaler, to: "/scaler")
    try output.commit()
  }

  /// Reads a file and checks that its parts belong together.
  public init(_ path: String) throws {
    let file = try InputFile.open(path, expecting: .model)
    frontend = try file.frontend()
    guard try file.text("frontendSHA256", of: "/") == frontend.sha256 else {
      throw ModelError(cannot: "use", path, "its front end does not have the hash that the file gives for it")
    }
    split = try file.text("split", of: "/")
    fold = try file.text("fold", of: "/")
    key = try file.text("key", of: "/")
    let settings: TrainSettings
    do {
      settings = try TrainSettings(parsing: file.text("settings", of: "/").utf8)
    } catch let error as SettingsError {
      throw ModelError(cannot: "use", path, "its training settings cannot be read: \(error)")
    }
    let count = try file.attached("members", of: "/model", as: Int64.self).first ?? 0
    guard (1...10_000).contains(count) else {
      throw ModelError(cannot: "use", path, "it has \(count) networks; expected 1 or more")
    }
    model = try TrainedModel(
      settings: settings, labels: file.attachedTexts("labels", of: "/"),
      inputShape: file.attached("inputShape", of: "/", as: Int64.self).map(Int.init),
      scaler: file.scaler(of: "/scaler"),
      members: (0..<Int(count)).map { index in
        let place = Self.place(of: index, among: Int(count))
        return try file.member(weights: "/model" + place, history: "/history" + place)
      })
  }

  /// The key of a model file and what it was made from, without reading its weights; nil where there is no such file.
  public static func identity(of path: String) -> (key: String, inputs: [Input])? {
    guard let file = try? InputFile.open(path, expecting: .model), let key = try? file.text("key", of: "/"),
      let inputs = try? file.attachedTexts("inputs", of: "/"), inputs.count.isMultiple(of: 2)
    else { return nil }
    return (
      key, stride(from: 0, to: inputs.count, by: 2).map { Input(name: inputs[$0], sha256: inputs[$0 + 1]) }
    )
  }

  private static func place(of member: Int, among count: Int) -> String { count == 1 ? "" : "/member\(member)" }
}

extension OutputFile {
  /// Writes one network of a model.
  func write(
    _ member: TrainedModel.Member, weights: String, history: String, compressed: Bool = true
  ) throws {
    try write(member.parameters, to: weights, compressed: compressed)
    try attach("seed", member.seed, to: weights)
    try attach("keptEpoch", Int64(member.keptEpoch), to: weights)
    try write(member.history, to: history)
  }
}

extension InputFile {
  /// Reads one network of a model.
  func member(weights: String, history: String) throws -> TrainedModel.Member {
    guard let seed = try attached("seed", of: weights, as: UInt64.self).first,
      let keptEpoch = try attached("keptEpoch", of: weights, as: Int64.self).first
    else { throw ModelError(cannot: "read", path, "\(weights) needs the attributes seed and keptEpoch") }
    return try TrainedModel.Member(
      seed: seed, parameters: parameters(of: weights), history: self.history(of: history), keptEpoch: Int(keptEpoch))
  }
}
