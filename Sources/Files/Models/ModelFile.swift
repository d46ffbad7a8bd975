import Classical
import Classifiers
import Determinism
import Graph
import Networks
import Settings
import Store
import System

/// A trained model as a file, `lilt/model/1`: everything that a prediction needs, and how it came about.
///
/// | object | holds |
/// |---|---|
/// | `/@architecture`, `/@settings` | the model with its sizes, and the whole training section, as canonical JSON |
/// | `/@frontend`, `/@frontendSHA256` | the `clean` and `features` settings, and their hash |
/// | `/@labels`, `/@inputShape` | names of the classes in the order of the outputs; extents of one row |
/// | `/@split`, `/@fold`, `/@key` | the rows that it learnt from, and a hash over all that the file depends on |
/// | `/@processor` | the instructions that training computed with, which decide its last digits |
/// | `/model/<path>` | weights, for example `/model/conv1/weight`; attributes `seed`, `keptEpoch`, `parameters` |
/// | `/history/<column>` | one entry an epoch |
/// | `/scaler/{group,offset,factor}` | (x − offset) · factor, one line a group |
///
/// A model of several networks has a `members` attribute above 1, and their weights and histories under
/// `/model/member0`, `/history/member0` and so on. A classical model has no members and no history; its `/model` has the
/// attributes `summary`, which is how its settings were chosen, and `arrays`, the paths in it. If features were chosen,
/// `/selection` has their `columns`, and attributes that tell how.
public struct ModelFile: Sendable, Equatable {
  /// Networks or a classical model.
  public var model: Classifier
  /// What was done to recordings before the model saw them.
  public var frontend: Frontend
  /// The split that it was trained for.
  public var split: String
  /// The fold of the split.
  public var fold: String
  /// A hash over everything that the model depends on (`FoldKey`).
  public var key: String
  /// The instructions that training computed with, for example `oneDNN avx512_core_amx`: on another kind of processor the
  /// same training ends in other last digits. Empty where the file does not say.
  public var processor: String

  /// A model with its circumstances.
  public init(
    _ model: Classifier, frontend: Frontend, split: String, fold: String, key: String, processor: String = ""
  ) {
    self.model = model
    self.frontend = frontend
    self.split = split
    self.fold = fold
    self.key = key
    self.processor = processor
  }

  /// Writes the file, all or nothing, unless it is there with the same bytes; a model that is not all real numbers, as none may be read, is not written either.
  public func write(to path: String, tool: Tool, inputs: [Input]) throws {
    guard model.isFinite else {
      throw ModelError(
        cannot: "keep model", "\(split)/\(fold)",
        "some of its weights are no longer numbers; lower the rate or clip gradients")
    }
    try put(to: path, tool: tool, inputs: inputs)
  }

  /// Writes whatever the numbers are.
  func put(to path: String, tool: Tool, inputs: [Input]) throws {
    let output = try OutputFile(
      path, schema: .model, tool: tool, settings: model.settings.canonicalJSON, inputs: inputs)
    try output.attach("architecture", model.architecture, to: "/")
    try output.attach("frontend", frontend.text, to: "/")
    try output.attach("frontendSHA256", frontend.sha256, to: "/")
    try output.attach("labels", texts: model.labels, to: "/")
    try output.attach("inputShape", values: model.inputShape.map(Int64.init), to: "/")
    try output.attach("split", split, to: "/")
    try output.attach("fold", fold, to: "/")
    try output.attach("key", key, to: "/")
    try output.attach("processor", processor, to: "/")
    try output.makeGroup("/model")
    switch model {
    case .network(let network): try output.write(networks: network.model.members)
    case .classical(let classifier): try output.write(classifier.model)
    }
    if let selection = model.selection { try output.write(selection) }
    try output.write(model.scaler, to: "/scaler")
    try output.commit(keepingEqual: true)
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
    processor = (try? file.text("processor", of: "/")) ?? ""
    let labels = try file.attachedTexts("labels", of: "/")
    let shape = try file.attached("inputShape", of: "/", as: Int64.self).map(Int.init)
    let scaler = try file.scaler(of: "/scaler")
    do {
      switch try TrainSection(parsing: file.text("settings", of: "/").utf8) {
      case .network(let settings):
        let networks = TrainedModel(
          settings: settings.train, labels: labels, inputShape: shape, scaler: scaler, members: try file.networks())
        model = .network(
          NetworkClassifier(networks, reduce: settings.reduce, selection: try file.selection()))
      case .classical(let settings):
        model = .classical(
          ClassicalClassifier(
            settings: settings, inputShape: shape, scaler: scaler, selection: try file.selection(),
            model: try file.classicalModel()))
      }
    } catch let error as SettingsError {
      throw ModelError(cannot: "use", path, "its training settings cannot be read: \(error)")
    }
    guard model.labels == labels else {
      throw ModelError(cannot: "use", path, "its classes are not those that it lists")
    }
    if let flaw { throw ModelError(cannot: "use", path, flaw) }
  }

  /// What makes parts of the model not fit each other, which hot loops take on trust.
  private var flaw: String? {
    let shape = model.inputShape, size = shape.reduce(1) { $0.multipliedReportingOverflow(by: $1).partialValue }
    guard !shape.isEmpty, shape.allSatisfy({ (1...1 << 24).contains($0) }), (1...1 << 32).contains(size) else {
      return "no row has the shape \(shape)"
    }
    let run = model.scaler.run
    let widths = model.scaler.groups.values.flatMap { [$0.offset.count, $0.factor.count] }
    guard widths.allSatisfy({ $0.multipliedReportingOverflow(by: run) == (size, false) }) else {
      return "its scaler does not fit rows of the shape \(shape)"
    }
    guard case .classical(let classifier) = model else { return nil }
    let columns = classifier.selection?.columns ?? Array(0..<size)
    guard columns.allSatisfy({ (0..<size).contains($0) }), columns.count == classifier.model.classifier.weights.rows
    else {
      return "its weights do not fit rows of the shape \(shape)"
    }
    return nil
  }

  /// The model of a file with what made it and from what, after every value of the file was read and checked.
  /// - Returns: nil where the file has another key, and is a model of something else; a damaged one is an error.
  public static func whole(_ path: String, key: String) throws -> (model: ModelFile, tool: Tool, inputs: [Input])? {
    let file = try InputFile.open(path, expecting: .model)
    guard try file.text("key", of: "/") == key else { return nil }
    if let damage = file.verify().first { throw damage }
    return (try ModelFile(path), try file.tool(), try file.inputs())
  }
}

extension Classifier {
  /// Whether every number that it computes with is a real one.
  fileprivate var isFinite: Bool {
    let scales = scaler.groups.values.flatMap { [$0.offset, $0.factor] }
    let weights = members.flatMap { $0.parameters.map(\.tensor.values) }
    guard (scales + weights).allSatisfy({ $0.withUnsafeBufferPointer { Finite.firstBreach(in: $0) == nil } }) else {
      return false
    }
    guard case .classical(let classical) = self else { return true }
    return classical.model.arrays.allSatisfy { $0.values.withUnsafeBufferPointer { Finite.firstBreach(in: $0) == nil } }
  }
}

extension ModelFile {
  /// The models behind a path: one, or those of an index, which must share their front end.
  public static func all(at path: String) throws -> [ModelFile] {
    let schema = try InputFile.open(path, expecting: .model, .models).schema
    let models = schema == .model ? [try ModelFile(path)] : try ModelsIndex.models(of: path)
    guard let first = models.first else { throw ModelError(cannot: "use", path, "it lists no model") }
    guard models.allSatisfy({ $0.frontend == first.frontend }) else {
      throw ModelError(cannot: "use", path, "its models do not have the same front end")
    }
    return models
  }
}

/// What was done to recordings before a model saw them: the `clean` and `features` settings, as the text that every
/// file from features on carries.
public struct Frontend: Sendable, Equatable {
  /// Canonical JSON: `{"clean": …, "features": …}`.
  public let text: String

  /// A front end by its canonical JSON.
  public init(_ text: String) { self.text = text }

  /// SHA-256 of the text, by which a model refuses a front end that was tampered with.
  public var sha256: String { Digest(of: text).description }

  /// The settings of one part: `clean`, `features`.
  public func settings<S: Settings>(of part: String, as type: S.Type) throws -> S {
    guard case .object(let parts) = try JSON(parsing: text.utf8), let tree = parts[part] else {
      throw ModelError(cannot: "rebuild", "front end", "it has no '\(part)' settings")
    }
    do {
      return try S(decoding: tree)
    } catch let error as SettingsError {
      throw ModelError(cannot: "rebuild", "front end", "\(part): \(error)")
    }
  }
}

extension InputFile {
  /// The front end that a file names.
  public func frontend() throws -> Frontend { Frontend(try text("frontend", of: "/")) }
}

/// Why a model could not be stored, read or used.
public struct ModelError: Failure, Equatable {
  /// `cannot <verb> '<object>': <cause>`.
  public let description: String
  /// An input is not what it should be.
  public var failureKind: FailureKind { .data }

  /// A sentence about one object.
  public init(cannot verb: String, _ object: String, _ cause: String) {
    description = "cannot \(verb) '\(object)': \(cause)"
  }
}

// The rooms that compute know nothing of exit statuses; what stops them is always something in the data or settings.

extension LearningError: Failure {
  /// Settings and rows that do not go together.
  public var failureKind: FailureKind { .data }
}

extension TensorError: Failure {
  /// Settings that ask for impossible shapes, or for more memory than this machine has.
  public var failureKind: FailureKind { isLackOfMemory ? .memory : .data }
}

extension ClassicalError: Failure {
  /// Rows that no model can be fitted to.
  public var failureKind: FailureKind { .data }
}

extension ClassifierError: Failure {
  /// Models and rows that do not go together.
  public var failureKind: FailureKind { .data }
}
