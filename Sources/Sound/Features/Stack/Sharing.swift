/// A family whose values stand in memory that other families use as well.
final class Sharing: Computation {
  let rows: [FeatureRow]
  let timeline: Timeline?
  private let shared: (ClipSamples) throws -> Matrix

  init(_ rows: [FeatureRow], on timeline: Timeline?, shared: @escaping (ClipSamples) throws -> Matrix) {
    (self.rows, self.timeline, self.shared) = (rows, timeline, shared)
  }

  func values(of clip: ClipSamples) throws -> Matrix { try shared(clip) }
}

/// A noncopyable value that closures may hold.
final class Owned<Value: ~Copyable> {
  var value: Value

  init(_ value: consuming Value) { self.value = value }
}
