import Determinism
import Settings

/// Adds normal noise to the scaled features.
public struct NoiseAugmentation: BatchAugmentation {
  /// `noise` in recipes.
  public static let name = "noise"
  /// What it is for and what its keys mean.
  public static let about = About("Adds normal noise to the scaled features.") {
    Key("deviation", "Standard deviation, in units of the scaled features.", in: 0...1e6)
  }

  /// Standard deviation, in units of the scaled features.
  public var deviation = 0.1

  /// Deviation 0.1.
  public init() {}

  /// x ← x + deviation · normal.
  public func apply(to batch: inout Batch, random: inout Random) {
    for index in batch.values.indices { batch.values[index] += Float(deviation * random.normal()) }
  }
}
