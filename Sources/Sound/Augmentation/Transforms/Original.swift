import Audio
import Determinism
import Settings

/// The clip itself, unchanged.
public struct Original: Transform {
  /// What recipes call it.
  public static let name = "original"

  /// Nothing to set.
  public init() {}

  /// Leaves the sound as it is.
  public func apply(to sound: inout Waveform, random: inout Random, workbench: Workbench) {}
}
