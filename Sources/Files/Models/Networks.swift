import Networks
import Store

// The networks of a model, or of a training under way: weights in one group, epochs in another.

extension OutputFile {
  /// Writes the networks of a model: a single one directly under `/model`, several under names of their own.
  func write(networks: [TrainedModel.Member]) throws {
    try attach("members", Int64(networks.count), to: "/model")
    for (index, network) in networks.enumerated() {
      let place = networks.count == 1 ? "" : "/member\(index)"
      try write(network, weights: "/model" + place, history: "/history" + place)
    }
  }

  /// Writes one network.
  func write(
    _ network: TrainedModel.Member, weights: String, history: String, compressed: Bool = true
  ) throws {
    try write(network.parameters, to: weights, compressed: compressed)
    try attach("seed", network.seed, to: weights)
    try attach("keptEpoch", Int64(network.keptEpoch), to: weights)
    try write(network.history, to: history)
  }
}

extension InputFile {
  /// Reads the networks of a model.
  func networks() throws -> [TrainedModel.Member] {
    let count = try number("members", of: "/model", in: 1...10_000)
    return try (0..<count).map { index in
      let place = count == 1 ? "" : "/member\(index)"
      return try network(weights: "/model" + place, history: "/history" + place)
    }
  }

  /// Reads one network.
  func network(weights: String, history: String) throws -> TrainedModel.Member {
    guard let seed = try attached("seed", of: weights, as: UInt64.self).first else {
      throw ModelError(cannot: "read", path, "\(weights) needs the attribute seed")
    }
    return try TrainedModel.Member(
      seed: seed, parameters: parameters(of: weights), history: self.history(of: history),
      keptEpoch: number("keptEpoch", of: weights, in: 0...Int(Int32.max)))
  }
}
