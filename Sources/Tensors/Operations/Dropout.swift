import CDNNL

/// Silences elements at random while training and scales up the others, so that sums keep their expectation.
///
///     y = x · m / (1 − rate),   m = 1 with probability 1 − rate, else 0
///
/// The mask is a function of seed, step, line of the tape and position, so the gradient recomputes it instead of
/// keeping it. Spatial dropout silences whole channels [batch, channel].
struct Dropout: Operation {
  static let name = "dropout"
  let rate: Float
  let isSpatial: Bool

  func shape(of inputs: [[Int]]) throws -> [Int] {
    try require(!isSpatial || inputs[0].count >= 3, "spatial dropout takes [batch, channels, ...], found \(inputs[0])")
    return inputs[0]
  }

  func computation(on inputs: [[Int]]) -> Computation { .identity }

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

extension Variable {
  /// Silences elements with probability `rate` while training and divides the others by 1 − rate.
  public func dropout(_ rate: Float) throws -> Variable { try dropout(rate, isSpatial: false) }

  /// Silences whole channels of [batch, channels, ...] with probability `rate` while training.
  public func spatialDropout(_ rate: Float) throws -> Variable { try dropout(rate, isSpatial: true) }

  private func dropout(_ rate: Float, isSpatial: Bool) throws -> Variable {
    guard (0..<1).contains(rate) else {
      throw TensorError(cannot: "compute", "dropout", "its rate must lie in 0..<1, found \(rate)")
    }
    return try tape.record(Dropout(rate: rate, isSpatial: isSpatial), [self])
  }
}
