import Graph

// Windows in the words of oneDNN, which counts in 64 bits.

extension Window {
  /// Elements from one place to the next.
  var strides: [Int64] { stride.map(Int64.init) }
  /// Elements under the window.
  var sizes: [Int64] { size.map(Int64.init) }
  /// oneDNN counts the elements left out between taps.
  var gaps: [Int64] { dilation.map { Int64($0 - 1) } }

  /// Padding before and behind; negative where a last stride leaves elements over, which oneDNN wants to be told.
  func margins(over extents: [Int], steps: [Int]) -> (before: [Int64], behind: [Int64]) {
    let pads = pads(over: extents, steps: steps)
    return (pads.before.map(Int64.init), pads.behind.map(Int64.init))
  }
}
