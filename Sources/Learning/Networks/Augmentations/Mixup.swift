import Determinism
import Glibc
import Settings

/// Mixup (Zhang et al. 2018): every row becomes a weighted mean of itself and another, and so does its target.
///
///     x ← λx + (1 − λ)x′,   t ← λt + (1 − λ)t′,   λ from Beta(α, α), one per batch
public struct Mixup: BatchAugmentation {
  /// `mixup` in recipes.
  public static let name = "mixup"
  /// What it is for and what its keys mean.
  public static let about = About(
    """
    Mixup (Zhang et al. 2018): every row becomes a weighted mean of itself and another, and so does its target.
    """
  ) {
    Key(
      "alpha",
      """
      α of Beta(α, α), from which the weight of each batch is drawn: the smaller, the nearer it is to 0 or 1.
      """, in: 1e-6...1e6)
  }

  /// The smaller, the nearer λ is to 0 or 1.
  public var alpha = 0.2

  /// α = 0.2.
  public init() {}

  /// Mixes each row with the row that a random order puts in its place.
  public func apply(to batch: inout Batch, random: inout Random) {
    let a = random.gamma(alpha), b = random.gamma(alpha)
    let weight = a + b > 0 ? Float(a / (a + b)) : 1
    var order = Array(0..<batch.count)
    random.shuffle(&order)
    mix(batch.values, batch.count, order, weight)
    mix(batch.targets, batch.count, order, weight)
  }

  private func mix(_ values: UnsafeMutableBufferPointer<Float>, _ rows: Int, _ order: [Int], _ weight: Float) {
    let size = values.count / max(rows, 1)
    let originals = Array(values)
    for (row, partner) in order.enumerated() {
      for index in 0..<size {
        let position = row * size + index
        values[position] = weight * originals[position] + (1 - weight) * originals[partner * size + index]
      }
    }
  }
}

extension Random {
  /// A draw from the gamma distribution of scale 1 (Marsaglia and Tsang 2000).
  mutating func gamma(_ shape: Double) -> Double {
    if shape < 1 { return gamma(shape + 1) * pow(1 - uniform(), 1 / shape) }
    let d = shape - 1 / 3, c = 1 / (9 * d).squareRoot()
    while true {
      let x = normal(), v = pow(1 + c * x, 3)
      if v > 0, log(1 - uniform()) < x * x / 2 + d - d * v + d * log(v) { return d * v }
    }
  }
}
