import System

/// How many rows a stage made, and how: the summary line that every stage ends with.
public struct RowTally: Sendable {
  /// Rows computed now.
  public var computed = 0
  /// Rows copied from earlier outputs.
  public var reused = 0
  /// Rows that came to nothing.
  public var dropped = 0

  /// Nothing yet.
  public init() {}

  /// `1,080 clips: 3 computed, 1,077 reused, 0 dropped, in 0.4 s`.
  public func sentence(_ unit: String, seconds: Double) -> String {
    "\((computed + reused + dropped).grouped) \(unit): \(computed.grouped) computed, \(reused.grouped) reused, "
      + "\(dropped.grouped) dropped, in \(duration(seconds))"
  }
}
