import Graph

extension Mask {
  /// y[i] = x[i] · mask(i), elements i of a range.
  @inline(__always)
  func apply<Element: Stored>(
    _ x: UnsafeMutablePointer<Element>, _ y: UnsafeMutablePointer<Element>, _ range: Range<Int>, _ key: Key
  ) {
    // In place most of the time, which has to be said twice for the loop to become vector code.
    if x == y {
      for i in range { y[i] = masked(y[i], UInt32(truncatingIfNeeded: i), key) }
    } else {
      for i in range { y[i] = masked(x[i], UInt32(truncatingIfNeeded: i), key) }
    }
  }

  @inline(__always)
  private func masked<Element: Stored>(_ value: Element, _ position: UInt32, _ key: Key) -> Element {
    // Not value · 0, which is no number where the value is none.
    let factor = factor(position, key)
    return Element(factor == 0 ? 0 : value.float * factor)
  }

  /// The same with one decision for each run of neighbouring elements.
  @inline(__always)
  func apply<Element: Stored>(
    _ x: UnsafeMutablePointer<Element>, _ y: UnsafeMutablePointer<Element>, runs: Range<Int>, of length: Int,
    _ key: Key
  ) {
    for run in runs {
      let factor = factor(UInt32(truncatingIfNeeded: run), key)
      for i in run * length..<(run + 1) * length { y[i] = Element(factor == 0 ? 0 : x[i].float * factor) }
    }
  }
}
