import CDNNL

/// The largest or the mean value under a window.
///
///     y[n, c, t] = max_k or mean_k of x[n, c, t · stride + k − pad]
///
/// Elements of the padding take no part in either. The gradient of the maximum goes to the element that won, that of
/// the mean to all in equal parts.
struct Pooling: Operation {
  static let name = "pooling"

  enum Kind { case maximum, mean }

  let kind: Kind
  let window: Window

  func shape(of inputs: [[Int]]) throws -> [Int] {
    let x = inputs[0]  // [batch, channels, extents...]
    try require((3...4).contains(x.count), "it takes [batch, channels, 1 or 2 axes], found \(x)")
    try require(window.size.count == x.count - 2, "a window of \(window.size) does not fit \(x)")
    guard let steps = window.steps(over: Array(x[2...])) else {
      throw TensorError(cannot: "compute", Self.name, "a window of \(window.size) does not fit into \(x[2...])")
    }
    return [x[0], x[1]] + steps
  }

  func computation(on inputs: [[Int]]) -> Computation {
    let sliding = window.sliding(over: Array(inputs[0][2...]))
    return kind == .maximum ? .maximum(sliding) : .mean(sliding)
  }

  func lower(_ inputs: [Value], into plan: Compiler) throws -> Lowered {
    let x = inputs[0], shape = try shape(of: [x.shape])
    let pads = window.pads(over: Array(x.shape[2...]), steps: Array(shape[2...]))
    let algorithm = kind == .maximum ? dnnl_pooling_max : dnnl_pooling_avg_exclude_padding
    let result = try Layout.any(shape, x.layout.type)
    let forward = try plan.descriptor(Self.name, dnnl_pooling_desc_t()) {
      dnnl_pooling_forward_desc_init(
        &$0, plan.kind, algorithm, x.layout.pointer, result.pointer, window.strides, window.sizes, pads.before,
        pads.behind)
    }
    let y = plan.value(forward.destination)
    var winners: [(Int32, Value)] = []
    if !forward.workspace.isEmpty { winners = [(DNNL_ARG_WORKSPACE, plan.value(forward.workspace))] }
    try plan.emit(forward, reads: [(DNNL_ARG_SRC, x)], writes: [(DNNL_ARG_DST, y)] + winners)

    return Lowered(y) { gradient in
      let gradient = try plan.reorder(gradient, to: y.layout)
      let dx = plan.value(x.layout)
      let backward = try plan.descriptor("pooling, gradient", dnnl_pooling_desc_t(), hint: forward) {
        dnnl_pooling_backward_desc_init(
          &$0, algorithm, dx.layout.pointer, gradient.layout.pointer, window.strides, window.sizes, pads.before,
          pads.behind)
      }
      try plan.emit(
        backward, reads: [(DNNL_ARG_DIFF_DST, gradient)] + winners, writes: [(DNNL_ARG_DIFF_SRC, dx)])
      return [dx]
    }
  }
}

extension Variable {
  /// The maximum under a window along each axis after the channels.
  public func maxPooled(size: Int, stride: Int? = nil, padding: Padding = .valid) throws -> Variable {
    try pooled(.maximum, size: size, stride: stride ?? size, padding: padding)
  }

  /// The mean under a window along each axis after the channels.
  public func averagePooled(size: Int, stride: Int? = nil, padding: Padding = .valid) throws -> Variable {
    try pooled(.mean, size: size, stride: stride ?? size, padding: padding)
  }

  /// The maximum of each channel: [batch, channels, ...] gives [batch, channels].
  public func globalMaxPooled() throws -> Variable { try globallyPooled(.maximum) }

  /// The mean of each channel: [batch, channels, ...] gives [batch, channels].
  public func globalAveragePooled() throws -> Variable { try globallyPooled(.mean) }

  private func pooled(_ kind: Pooling.Kind, size: Int, stride: Int, padding: Padding) throws -> Variable {
    let axes = shape.dropFirst(2)
    let window = Window(
      size: axes.map { _ in size }, stride: axes.map { _ in stride }, dilation: axes.map { _ in 1 }, padding: padding)
    return try tape.record(Pooling(kind: kind, window: window), [self])
  }

  private func globallyPooled(_ kind: Pooling.Kind) throws -> Variable {
    let axes = Array(shape.dropFirst(2)), ones = axes.map { _ in 1 }
    let window = Window(size: axes, stride: ones, dilation: ones, padding: .valid)
    return try tape.record(Pooling(kind: kind, window: window), [self]).reshaped(to: Array(shape.prefix(2)))
  }
}
