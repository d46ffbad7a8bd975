import CDNNL
import Graph

extension Dropout: Lowerable {
  func lower(_ inputs: [Value], into plan: Compiler) throws -> Lowered {
    let x = inputs[0]
    guard plan.isTraining, rate > 0 else { return Lowered(x) { [$0] } }
    // A channel's elements lie together only in row-major order.
    let source = isSpatial ? try plan.reorder(x, to: .plain(x.shape, x.layout.type)) : x
    let y = try mask(source, line: plan.line, plan)
    let line = plan.line
    return Lowered(y) { gradient in [try mask(try plan.reorder(gradient, to: y.layout), line: line, plan)] }
  }

  private func mask(_ x: Value, line: Int, _ plan: Compiler) throws -> Value {
    let y = plan.value(x.layout), clock = plan.clock, threads = plan.engine.threads
    let mask = Mask(rate: rate)
    let run = isSpatial ? x.shape.dropFirst(2).reduce(1, *) : 1
    let groups = isSpatial ? x.shape[0] * x.shape[1] : x.layout.elements
    let isHalf = x.layout.type == dnnl_bf16, isSpatial = isSpatial
    plan.emit(Self.name, reads: [x], writes: [y], inPlace: (x, y)) {
      let key = Mask.Key(seed: clock.seed, step: clock.step, line: UInt64(line))
      parallel(groups, threads: threads, grain: 4096) { range, _ in
        switch (isHalf, isSpatial) {
        case (false, false): mask.apply(x.buffer.pointer(Float.self), y.buffer.pointer(Float.self), range, key)
        case (true, false): mask.apply(x.buffer.pointer(BFloat16.self), y.buffer.pointer(BFloat16.self), range, key)
        case (false, true):
          mask.apply(x.buffer.pointer(Float.self), y.buffer.pointer(Float.self), runs: range, of: run, key)
        case (true, true):
          mask.apply(x.buffer.pointer(BFloat16.self), y.buffer.pointer(BFloat16.self), runs: range, of: run, key)
        }
      }
    }
    return y
  }
}

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
