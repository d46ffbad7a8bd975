import Glibc

/// The probabilities of clips, from those of their rows.
public struct ClipScores: Sendable {
  /// Mean probabilities of each clip, in order of first appearance.
  public private(set) var probabilities: [[Double]] = []
  /// The true class of each clip.
  public private(set) var labels: [Int] = []
  /// What would be said of each clip at best: all of its class, or its shares of several.
  private var targets: [[Float]] = []

  /// - Parameter probabilities: one distribution per row.
  public init(_ probabilities: [[Double]], of rows: [Int], in data: Dataset) {
    var places: [String: Int] = [:]
    var counts: [Double] = []
    for (distribution, row) in zip(probabilities, rows) {
      if let place = places[data.clips[row]] {
        for (index, value) in distribution.enumerated() { self.probabilities[place][index] += value }
        counts[place] += 1
      } else {
        places[data.clips[row]] = self.probabilities.count
        self.probabilities.append(distribution)
        labels.append(data.labels[row])
        targets.append(data.target(of: row))
        counts.append(1)
      }
    }
    for place in counts.indices { self.probabilities[place] = self.probabilities[place].map { $0 / counts[place] } }
  }

  /// Mean of −log of the probability that the true class got; where clips carry shares q of several classes, of
  /// −Σ q · log p.
  public var loss: Double {
    guard !labels.isEmpty else { return .nan }
    var total = 0.0
    for (said, target) in zip(probabilities, targets) {
      for (p, q) in zip(said, target) where q > 0 { total -= Double(q) * log(max(p, 1e-12)) }
    }
    return total / Double(labels.count)
  }

  /// Part of the clips whose most probable class is the true one.
  public var accuracy: Double {
    guard !labels.isEmpty else { return .nan }
    return Double(hits.count { $0 }) / Double(labels.count)
  }

  /// Mean over the classes present of the part of their clips that is recognised.
  public var uar: Double {
    var seen: [Int: (hits: Int, count: Int)] = [:]
    for (label, hit) in zip(labels, hits) {
      let (before, count) = seen[label] ?? (0, 0)
      seen[label] = (before + (hit ? 1 : 0), count + 1)
    }
    let recalls = seen.keys.sorted().map { Double(seen[$0]!.hits) / Double(seen[$0]!.count) }
    return recalls.isEmpty ? .nan : recalls.reduce(0, +) / Double(recalls.count)
  }

  private var hits: [Bool] { zip(probabilities, labels).map { largest($0) == $1 } }
}

/// The index of the largest value, the first of equals.
func largest(_ values: [Double]) -> Int {
  var best = 0
  for index in values.indices where values[index] > values[best] { best = index }
  return best
}

/// softmax(x) in double precision.
func softmax(_ logits: some Collection<Float>) -> [Double] {
  let highest = Double(logits.max() ?? 0)
  let powers = logits.map { exp(Double($0) - highest) }
  let sum = powers.reduce(0, +)
  return powers.map { $0 / sum }
}
