import CDNNL
import Glibc
import Graph

extension LSTM: Lowerable {
  func lower(_ inputs: [Value], into plan: Compiler) throws -> Lowered {
    let x = inputs[0], (rows, time) = (x.shape[0], x.shape[1]), units = inputs[1].shape[3]
    let width = inputs[1].shape[0] * units
    let direction = inputs[1].shape[0] == 2 ? dnnl_bidirectional_concat : dnnl_unidirectional_left2right
    // oneDNN takes time first and counts layers too. Its gradient of the recurrent weights is wrong in one direction
    // unless the states before the first step are given (oneDNN issue 1436), so they are, as zeros.
    let source = try BufferLayout.tagged([time, rows, x.shape[2]], dnnl_tnc, plan.type)
    let destination = try BufferLayout.tagged([time, rows, width], dnnl_tnc, plan.type)
    let none = BufferLayout(dnnl_memory_desc_t())
    let state = try BufferLayout.plain([1, inputs[1].shape[0], rows, units], plan.type),
      cell = try BufferLayout.plain(state.shape)
    let kernel = layered(inputs[1]), recurrent = layered(inputs[2]), bias = layered(inputs[3])
    let kernelAny = try BufferLayout.any(kernel.shape, plan.type),
      recurrentAny = try BufferLayout.any(recurrent.shape, plan.type)

    let forward = try plan.descriptor(Self.name, dnnl_rnn_desc_t()) {
      dnnl_lstm_forward_desc_init(
        &$0, plan.kind, direction, source.pointer, state.pointer, cell.pointer, kernelAny.pointer,
        recurrentAny.pointer, bias.layout.pointer, destination.pointer, none.pointer, none.pointer, 0)
    }
    let input = try plan.reorder(
      Value(buffer: x.buffer, layout: try x.layout.permuted([1, 0, 2])), to: forward.layout(dnnl_query_src_md))
    let y = plan.value(destination), start = try zeros(state), startCell = try zeros(cell)
    var workspace: [(Int32, Value)] = []
    if !forward.workspace.isEmpty { workspace = [(DNNL_ARG_WORKSPACE, plan.value(forward.workspace))] }
    try plan.emit(
      forward,
      reads: [
        (DNNL_ARG_SRC_LAYER, input), (DNNL_ARG_SRC_ITER, start), (DNNL_ARG_SRC_ITER_C, startCell),
        (DNNL_ARG_BIAS, bias),
        (DNNL_ARG_WEIGHTS_LAYER, try plan.reorder(kernel, to: forward.layout(dnnl_query_weights_md, 0))),
        (DNNL_ARG_WEIGHTS_ITER, try plan.reorder(recurrent, to: forward.layout(dnnl_query_weights_md, 1))),
      ], writes: [(DNNL_ARG_DST_LAYER, y)] + workspace)

    let output = Value(buffer: y.buffer, layout: try y.layout.permuted([1, 0, 2]))
    return Lowered(output) { gradient in
      // Gradients are float32 whatever the precision: oneDNN accumulates them over time.
      let dSource = try BufferLayout.tagged(source.shape, dnnl_tnc, dnnl_f32)
      let dDestination = try BufferLayout.tagged(destination.shape, dnnl_tnc, dnnl_f32)
      let dState = try BufferLayout.plain(state.shape)
      let dKernelAny = try BufferLayout.any(kernel.shape, dnnl_f32)
      let dRecurrentAny = try BufferLayout.any(recurrent.shape, dnnl_f32)
      let backward = try plan.descriptor("LSTM, gradient", dnnl_rnn_desc_t(), hint: forward) {
        dnnl_lstm_backward_desc_init(
          &$0, dnnl_backward, direction, source.pointer, state.pointer, cell.pointer, kernelAny.pointer,
          recurrentAny.pointer, bias.layout.pointer, destination.pointer, none.pointer, none.pointer,
          dSource.pointer, dState.pointer, cell.pointer, dKernelAny.pointer, dRecurrentAny.pointer,
          bias.layout.pointer, dDestination.pointer, none.pointer, none.pointer, 0)
      }
      let upstream = try plan.reorder(
        Value(buffer: gradient.buffer, layout: try gradient.layout.permuted([1, 0, 2])), to: dDestination)
      let dx = plan.value(dSource), dBias = plan.value(bias.layout)
      let dKernel = plan.value(backward.layout(dnnl_query_diff_weights_md, 0))
      let dRecurrent = plan.value(backward.layout(dnnl_query_diff_weights_md, 1))
      // oneDNN adds to these three instead of writing them.
      for sum in [dKernel, dRecurrent, dBias] {
        plan.emit("clear", reads: [], writes: [sum]) { memset(sum.buffer.address, 0, sum.buffer.bytes) }
      }
      try plan.emit(
        backward,
        reads: [
          (DNNL_ARG_SRC_LAYER, input), (DNNL_ARG_SRC_ITER, start), (DNNL_ARG_SRC_ITER_C, startCell),
          (DNNL_ARG_BIAS, bias), (DNNL_ARG_DST_LAYER, y),
          (DNNL_ARG_WEIGHTS_LAYER, try plan.reorder(kernel, to: backward.layout(dnnl_query_weights_md, 0))),
          (DNNL_ARG_WEIGHTS_ITER, try plan.reorder(recurrent, to: backward.layout(dnnl_query_weights_md, 1))),
          (DNNL_ARG_DIFF_DST_LAYER, upstream),
        ] + workspace,
        writes: [
          (DNNL_ARG_DIFF_SRC_LAYER, dx), (DNNL_ARG_DIFF_SRC_ITER, plan.value(dState)),
          (DNNL_ARG_DIFF_SRC_ITER_C, plan.value(cell)), (DNNL_ARG_DIFF_WEIGHTS_LAYER, dKernel),
          (DNNL_ARG_DIFF_WEIGHTS_ITER, dRecurrent), (DNNL_ARG_DIFF_BIAS, dBias),
        ])
      return [
        Value(buffer: dx.buffer, layout: try dx.layout.permuted([1, 0, 2])),
        try unlayered(dKernel, like: inputs[1], plan), try unlayered(dRecurrent, like: inputs[2], plan),
        Value(buffer: dBias.buffer, layout: inputs[3].layout),
      ]
    }
  }

  /// The same memory with an axis of one layer in front.
  private func layered(_ value: Value) -> Value {
    Value(buffer: value.buffer, layout: value.layout.reshaped(to: [1] + value.shape)!)
  }

  /// Memory that is zero and stays so.
  private func zeros(_ layout: BufferLayout) throws -> Value {
    let memory = try Memory(bytes: layout.bytes)
    return Value(buffer: Buffer(at: memory.base, bytes: layout.bytes, owner: memory), layout: layout)
  }

  private func unlayered(_ gradient: Value, like value: Value, _ plan: Compiler) throws -> Value {
    Value(buffer: try plan.plain(gradient).buffer, layout: try .plain(value.shape))
  }
}

extension FinalStates: Lowerable {
  func lower(_ inputs: [Value], into plan: Compiler) throws -> Lowered {
    let x = inputs[0], (rows, time, width) = (x.shape[0], x.shape[1], x.shape[2])
    let y = plan.value(try .plain([rows, 1, width], x.layout.type))
    for (source, target) in try parts(x, y, time) { try plan.copy(source, to: target) }
    let output = Value(buffer: y.buffer, layout: try .plain([rows, width], x.layout.type))
    return Lowered(output) { gradient in
      let dx = plan.value(try .plain(x.shape, gradient.layout.type))
      let dy = try plan.reshape(gradient, to: [rows, 1, width])
      plan.emit("clear", reads: [], writes: [dx]) { memset(dx.buffer.address, 0, dx.buffer.bytes) }
      for (source, target) in try parts(dx, dy, time) { try plan.copy(target, to: source) }
      return [dx]
    }
  }

  /// Where each direction's last state stands in the sequence, and where in the result.
  private func parts(_ sequence: Value, _ result: Value, _ time: Int) throws -> [(Value, Value)] {
    let units = result.shape[2] / directions, box = [result.shape[0], 1, units]
    return try (0..<directions).map { direction in
      let end = direction == 0 ? time - 1 : 0, start = direction * units
      return (
        Value(buffer: sequence.buffer, layout: try sequence.layout.part(box, at: [0, end, start])),
        Value(buffer: result.buffer, layout: try result.layout.part(box, at: [0, 0, start]))
      )
    }
  }
}
