/// Where a family's frames lie in time. Families can be stacked frame by frame when theirs are equal.
public struct Timeline: Sendable, Equatable {
  /// Samples per second.
  public let rate: Double
  /// Samples from one frame to the next.
  public let hop: Int
  /// Samples that a clip must have for its first frame, and that count for no other: 0 when frames are centred and of
  /// even size, the frame's size when they are not centred.
  public let deficit: Int
  /// Samples from the beginning of the clip to the middle of the first frame.
  public let middle: Double
  /// Whether a last frame that reaches beyond the clip counts, as in python_speech_features.
  public var partial = false

  /// Frames of a clip of `samples` samples.
  public func frames(samples: Int) -> Int {
    guard samples > 0 else { return 0 }
    if partial { return samples <= deficit ? 1 : 1 + (samples - deficit + hop - 1) / hop }
    return samples < deficit ? 0 : 1 + (samples - deficit) / hop
  }

  /// The middle of frame `t`, in seconds.
  public func seconds(_ t: Int) -> Double { (Double(t * hop) + middle) / rate }
}
