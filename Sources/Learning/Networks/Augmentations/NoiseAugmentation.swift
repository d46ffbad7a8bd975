import Determinism
import Settings

/// Adds normal noise to the scaled features.
public struct NoiseAugmentation: BatchAugmentation {
  /// `noise` in recipes.
  public static let name = "noise"
  /// Standard deviation, in units of the scaled features.
  public var deviation = 0.1

  /// Deviation 0.1.
  public init() {}

  /// Refuses a negative deviation.
  public func validate() throws {
    guard deviation >= 0 else { throw Invalid("deviation must be 0 or more") }
    try require("deviation", deviation, in: 0...1e6)
  }

  /// x ← x + deviation · normal.
  public func apply(to batch: inout Batch, random: inout Random) {
    for index in batch.values.indices { batch.values[index] += Float(deviation * random.normal()) }
  }
}
