/// What happens at the ends of an axis that a window slides along.
public enum Padding: String, Sendable, CaseIterable {
  /// As many outputs as strides fit into the axis, `ceil(length / stride)`; the surplus lies behind, as in Keras.
  case same
  /// Only windows that lie wholly inside.
  case valid
}

/// A window that slides along the axes after batch and channels: of convolutions and of pooling.
public struct SlidingWindow: Sendable {
  /// Elements under it, one number an axis.
  public let size: [Int]
  /// Elements from one place to the next.
  public let stride: [Int]
  /// Elements from one tap to the next.
  public let dilation: [Int]
  /// What happens at the ends.
  public let padding: Padding

  /// Steps that the window fits into extents, one per axis; nil when it does not fit at all.
  public func steps(over extents: [Int]) -> [Int]? {
    var result: [Int] = []
    for (axis, extent) in extents.enumerated() {
      let reach = (size[axis] - 1) * dilation[axis] + 1
      let covered = padding == .same ? extent + stride[axis] - 1 : extent - reach + stride[axis]
      guard extent > 0, covered >= stride[axis] else { return nil }
      result.append(covered / stride[axis])
    }
    return result
  }

  /// Padding elements before and behind, one pair per axis.
  ///
  /// Negative behind a last stride that leaves elements over.
  public func pads(over extents: [Int], steps: [Int]) -> (before: [Int], behind: [Int]) {
    var before: [Int] = [], behind: [Int] = []
    for (axis, extent) in extents.enumerated() {
      let reach = (size[axis] - 1) * dilation[axis] + 1
      let total = (steps[axis] - 1) * stride[axis] + reach - extent
      let first = padding == .same ? max(total, 0) / 2 : 0
      before.append(first)
      behind.append(total - first)
    }
    return (before, behind)
  }

  /// The window's moves in words that others know; a window that leaves elements over pads nothing behind.
  func sliding(over extents: [Int]) -> Computation.Sliding {
    let pads = self.pads(over: extents, steps: steps(over: extents) ?? size)
    return Computation.Sliding(
      size: size, stride: stride, dilation: dilation, before: pads.before,
      behind: pads.behind.map { max($0, 0) })
  }
}
