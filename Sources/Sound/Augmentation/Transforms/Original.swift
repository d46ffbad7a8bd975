import Audio
import Determinism
import Settings

/// The clip itself, unchanged.
public struct Original: Transform {
  /// What recipes call it.
  public static let name = "original"
  /// What it is for and what its keys mean.
  public static let about = About("The clip itself, unchanged.")

  /// Nothing to set.
  public init() {}

  /// Leaves the sound as it is.
  public func apply(to sound: inout Waveform, random: inout Random, workbench: Workbench) {}
}
