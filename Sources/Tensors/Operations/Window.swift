/// What happens at the ends of an axis that a window slides along.
public enum Padding: String, Sendable, CaseIterable {
  /// As many outputs as strides fit into the axis, `ceil(length / stride)`; the surplus lies behind, as in Keras.
  case same
  /// Only windows that lie wholly inside.
  case valid
}

/// A window that slides along the axes after batch and channels: of convolutions and of pooling.
struct Window {
  let size: [Int]
  let stride: [Int]
  let dilation: [Int]
  let padding: Padding

  /// Steps that the window fits into extents, one per axis; nil when it does not fit at all.
  func steps(over extents: [Int]) -> [Int]? {
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
  func pads(over extents: [Int], steps: [Int]) -> (before: [Int64], behind: [Int64]) {
    var before: [Int64] = [], behind: [Int64] = []
    for (axis, extent) in extents.enumerated() {
      let reach = (size[axis] - 1) * dilation[axis] + 1
      // Negative behind a last stride that leaves elements over, which oneDNN wants to be told.
      let total = (steps[axis] - 1) * stride[axis] + reach - extent
      let first = padding == .same ? max(total, 0) / 2 : 0
      before.append(Int64(first))
      behind.append(Int64(total - first))
    }
    return (before, behind)
  }

  /// The window's moves in words that others know; a window that leaves elements over pads nothing behind.
  func sliding(over extents: [Int]) -> Computation.Sliding {
    let pads = self.pads(over: extents, steps: steps(over: extents) ?? size)
    return Computation.Sliding(
      size: size, stride: stride, dilation: dilation, before: pads.before.map { Int($0) },
      behind: pads.behind.map { max(Int($0), 0) })
  }

  var strides: [Int64] { stride.map(Int64.init) }
  var sizes: [Int64] { size.map(Int64.init) }
  /// oneDNN counts the elements left out between taps.
  var gaps: [Int64] { dilation.map { Int64($0 - 1) } }
}
