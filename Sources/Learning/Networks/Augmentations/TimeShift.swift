import Determinism
import Settings

/// Shifts each row along its times, as if it had been cut from its clip a little earlier or later.
public struct TimeShift: BatchAugmentation {
  /// `timeShift` in recipes.
  public static let name = "timeShift"
  /// What it is for and what its keys mean.
  public static let about = About(
    "Shifts each row along its times, as if it had been cut from its clip a little earlier or later."
  ) {
    Key("reach", "The furthest shift either way, in times.", in: 0...1_000_000)
  }

  /// The furthest shift either way, in times.
  public var reach = 3

  /// Up to three times.
  public init() {}

  /// x[t] ← x[t − shift] with one shift from −reach to reach a row; beyond an edge, the edge's value stands again.
  public func apply(to batch: inout Batch, random: inout Random) {
    let times = batch.times, features = batch.features
    for row in 0..<batch.count {
      let shift = random.integer(below: 2 * reach + 1) - reach
      for feature in 0..<features {
        let line = UnsafeMutableBufferPointer(
          rebasing: batch.values[(row * features + feature) * times..<(row * features + feature + 1) * times])
        if shift > 0 {
          for time in line.indices.reversed() { line[time] = line[max(time - shift, 0)] }
        } else {
          for time in line.indices { line[time] = line[min(time - shift, times - 1)] }
        }
      }
    }
  }
}
