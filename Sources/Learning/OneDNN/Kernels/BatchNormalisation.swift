import CDNNL
import Graph

extension BatchNormalisation: Lowerable {
  func lower(_ inputs: [Value], into plan: Compiler) throws -> Lowered {
    let x = try flat(inputs[0], plan), scale = inputs[1], shift = inputs[2]
    let fusesReLU = (plan.follower as? Activation)?.function == .relu
    plan.tookFollower = fusesReLU
    var flags = dnnl_use_scale.rawValue | dnnl_use_shift.rawValue
    if fusesReLU { flags |= dnnl_fuse_norm_relu.rawValue }
    let usesBatch = plan.isTraining || plan.measuresStatistics
    if !usesBatch { flags |= dnnl_use_global_stats.rawValue }
    let kind = usesBatch ? dnnl_forward_training : dnnl_forward_inference
    let forward = try plan.descriptor(Self.name, dnnl_batch_normalization_desc_t()) {
      dnnl_batch_normalization_forward_desc_init(&$0, kind, x.layout.pointer, epsilon, flags)
    }
    let y = plan.value(forward.destination)
    var reads = [(DNNL_ARG_SRC, x), (DNNL_ARG_SCALE, scale), (DNNL_ARG_SHIFT, shift)]
    guard usesBatch else {
      reads += [(DNNL_ARG_MEAN, inputs[3]), (DNNL_ARG_VARIANCE, inputs[4])]
      try plan.emit(forward, reads: reads, writes: [(DNNL_ARG_DST, y)], inPlace: (x, y))
      return Lowered(try plan.reshape(y, to: inputs[0].shape)) { _ in inputs.map { _ in nil } }
    }

    // What is measured lies where the running statistics lie.
    let mean = plan.isTraining ? plan.value(inputs[3].layout) : inputs[3]
    let variance = plan.isTraining ? plan.value(inputs[4].layout) : inputs[4]
    var mask: [(Int32, Value)] = []
    if !forward.workspace.isEmpty { mask = [(DNNL_ARG_WORKSPACE, plan.value(forward.workspace))] }
    try plan.emit(
      forward, reads: reads,
      writes: [(DNNL_ARG_DST, y), (DNNL_ARG_MEAN, mean), (DNNL_ARG_VARIANCE, variance)] + mask)
    guard plan.isTraining else {
      return Lowered(try plan.reshape(y, to: inputs[0].shape)) { _ in inputs.map { _ in nil } }
    }
    move(inputs[3], towards: mean, plan)
    move(inputs[4], towards: variance, plan)

    return Lowered(try plan.reshape(y, to: inputs[0].shape)) { gradient in
      let gradient = try plan.reorder(try flat(gradient, plan), to: x.layout)
      let dx = plan.value(x.layout), dScale = plan.value(scale.layout), dShift = plan.value(shift.layout)
      let backward = try plan.descriptor(
        "batch normalisation, gradient", dnnl_batch_normalization_desc_t(), hint: forward
      ) {
        dnnl_batch_normalization_backward_desc_init(
          &$0, dnnl_backward, dx.layout.pointer, x.layout.pointer, epsilon, flags)
      }
      try plan.emit(
        backward,
        reads: [
          (DNNL_ARG_SRC, x), (DNNL_ARG_MEAN, mean), (DNNL_ARG_VARIANCE, variance), (DNNL_ARG_SCALE, scale),
          (DNNL_ARG_SHIFT, shift),
          (DNNL_ARG_DIFF_DST, gradient),
        ] + mask,
        writes: [(DNNL_ARG_DIFF_SRC, dx), (DNNL_ARG_DIFF_SCALE, dScale), (DNNL_ARG_DIFF_SHIFT, dShift)])
      return [try plan.reshape(dx, to: inputs[0].shape), dScale, dShift, nil, nil]
    }
  }

  /// One axis after the channels as two: oneDNN's fast implementation knows images only.
  private func flat(_ x: Value, _ plan: Compiler) throws -> Value {
    guard x.shape.count == 3 else { return x }
    return try plan.reshape(x, to: [x.shape[0], x.shape[1], 1, x.shape[2]])
  }

  private func move(_ running: Value, towards batch: Value, _ plan: Compiler) {
    let momentum = momentum, count = running.shape.product
    plan.emit("running statistics", reads: [batch, running], writes: [running]) {
      let running: UnsafeMutablePointer<Float> = running.buffer.pointer(),
        batch: UnsafeMutablePointer<Float> =
          batch.buffer.pointer()
      for channel in 0..<count { running[channel] = momentum * running[channel] + (1 - momentum) * batch[channel] }
    }
  }
}
