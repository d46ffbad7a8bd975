import Networks
import Store

/// A training between two epochs as a file, `lilt/training/1`, so that whoever ends the process ends nothing else.
///
/// | object | holds |
/// |---|---|
/// | `/@key` | what the training is of (`FoldKey`); a file of another key is not used |
/// | `/state` | attributes: epoch, step, bestEpoch, rateFactor, isStopped, and how long each rule has waited |
/// | `/state/{parameters,average,best}/<path>` | weights as of now, their average, the best so far |
/// | `/state/moments/<n>` | the optimiser's moments, parameter after parameter |
/// | `/history`, `/finished/member<k>`, `/finishedHistory/member<k>` | the epochs so far; members that are done |
public struct CheckpointFile {
  /// Where it lies.
  public let path: String
  private let key: String
  private let tool: Tool

  private static var rules: [(name: String, rule: WritableKeyPath<TrainingState, Patience>)] {
    [("checkpoint", \.checkpoint), ("stopping", \.stopping), ("plateau", \.plateau)]
  }
  private static var weights: [(name: String, tensors: WritableKeyPath<TrainingState, [NamedTensor]>)] {
    [("parameters", \.parameters), ("average", \.average), ("best", \.best)]
  }

  /// A checkpoint for the training with this key.
  public init(_ path: String, key: String, tool: Tool) { (self.path, self.key, self.tool) = (path, key, tool) }

  /// Replaces the file, all or nothing.
  public func write(_ state: TrainingState) throws {
    let output = try OutputFile(path, schema: .training, tool: tool, settings: "{}", inputs: [])
    try output.attach("key", key, to: "/")
    try output.makeGroup("/state")
    try output.attach("epoch", Int64(state.epoch), to: "/state")
    try output.attach("step", Int64(state.step), to: "/state")
    try output.attach("bestEpoch", Int64(state.bestEpoch), to: "/state")
    try output.attach("rateFactor", state.rateFactor, to: "/state")
    try output.attach("isStopped", UInt8(state.isStopped ? 1 : 0), to: "/state")
    for (name, rule) in Self.rules {
      try output.attach("\(name)Best", state[keyPath: rule].best ?? .nan, to: "/state")
      try output.attach("\(name)Waited", Int64(state[keyPath: rule].waited), to: "/state")
    }
    for (name, tensors) in Self.weights {
      try output.write(state[keyPath: tensors], to: "/state/\(name)", compressed: false)
    }
    try output.makeGroup("/state/moments")
    try output.attach("count", Int64(state.moments.count), to: "/state/moments")
    for (index, moments) in state.moments.enumerated() {
      try output.write("/state/moments/\(index)", moments, compressed: false)
    }
    try output.write(state.history, to: "/history")
    try output.makeGroup("/finished")
    try output.attach("count", Int64(state.finished.count), to: "/finished")
    for (index, member) in state.finished.enumerated() {
      try output.write(
        member, weights: "/finished/member\(index)", history: "/finishedHistory/member\(index)", compressed: false)
    }
    try output.commit()
  }

  /// Reads the state back; nil where there is none, or one of another training, or a damaged one: then training starts
  /// anew and ends in the same bytes.
  public func read() -> TrainingState? {
    guard let file = try? InputFile.open(path, expecting: .training), (try? file.text("key", of: "/")) == key else {
      return nil
    }
    return try? state(of: file)
  }

  private func state(of file: InputFile) throws -> TrainingState {
    func number(_ name: String, of group: String = "/state") throws -> Int {
      try file.number(name, of: group, in: 0...Int(Int32.max))
    }
    func count(of group: String) throws -> Range<Int> {
      try 0..<file.number("count", of: group, in: 0...10_000)
    }
    var state = TrainingState()
    state.epoch = try number("epoch")
    state.step = try number("step")
    state.bestEpoch = try number("bestEpoch")
    state.rateFactor = try file.attached("rateFactor", of: "/state", as: Double.self).first ?? 1
    state.isStopped = try file.attached("isStopped", of: "/state", as: UInt8.self) == [1]
    for (name, rule) in Self.rules {
      let best = try file.attached("\(name)Best", of: "/state", as: Double.self).first ?? .nan
      state[keyPath: rule].best = best.isNaN ? nil : best
      state[keyPath: rule].waited = try number("\(name)Waited")
    }
    for (name, tensors) in Self.weights { state[keyPath: tensors] = try file.parameters(of: "/state/\(name)") }
    state.moments = try count(of: "/state/moments").map { try file.array("/state/moments/\($0)") }
    state.history = try file.history(of: "/history")
    state.finished = try count(of: "/finished").map { index in
      try file.network(weights: "/finished/member\(index)", history: "/finishedHistory/member\(index)")
    }
    return state
  }
}
