import CDNNL
import Graph

/// A oneDNN primitive descriptor: an operation for which an implementation and its layouts have been chosen.
final class PrimitiveDescriptor {
  let handle: dnnl_primitive_desc_t
  let name: String

  init(_ handle: dnnl_primitive_desc_t, name: String) {
    self.handle = handle
    self.name = name
  }

  deinit { dnnl_primitive_desc_destroy(handle) }

  /// The layout that the implementation wants for an argument.
  func layout(_ query: dnnl_query_t, _ index: Int32 = 0) -> BufferLayout {
    guard let description = dnnl_primitive_desc_query_md(handle, query, index) else {
      return BufferLayout(dnnl_memory_desc_t())
    }
    return BufferLayout(description.pointee)
  }

  var source: BufferLayout { layout(dnnl_query_src_md) }
  var weights: BufferLayout { layout(dnnl_query_weights_md) }
  var bias: BufferLayout { layout(dnnl_query_weights_md, 1) }
  var destination: BufferLayout { layout(dnnl_query_dst_md) }
  var workspace: BufferLayout { layout(dnnl_query_workspace_md) }
  var sourceGradient: BufferLayout { layout(dnnl_query_diff_src_md) }
  var weightsGradient: BufferLayout { layout(dnnl_query_diff_weights_md) }
  var biasGradient: BufferLayout { layout(dnnl_query_diff_weights_md, 1) }
  var destinationGradient: BufferLayout { layout(dnnl_query_diff_dst_md) }
  var scratchpad: BufferLayout { layout(dnnl_query_scratchpad_md) }

  /// The implementation that oneDNN picked, for example `jit:avx512_core`.
  var implementation: String {
    var text: UnsafePointer<CChar>?
    dnnl_primitive_desc_query(handle, dnnl_query_impl_info_str, 0, &text)
    return text.map { String(cString: $0) } ?? "unknown"
  }
}

/// A primitive with its arguments: created once, run at every step.
final class Primitive {
  private let handle: dnnl_primitive_t
  private let descriptor: PrimitiveDescriptor
  private let memories: [(memory: dnnl_memory_t, buffer: Buffer)]
  private let arguments: [dnnl_exec_arg_t]
  private let stream: dnnl_stream_t

  init(_ descriptor: PrimitiveDescriptor, _ values: [(argument: Int32, value: Value)], engine: OneDNNEngine) throws {
    var handle: dnnl_primitive_t?
    try check(dnnl_primitive_create(&handle, descriptor.handle), "create", descriptor.name)
    self.handle = handle!
    self.descriptor = descriptor
    stream = engine.stream
    var memories: [(dnnl_memory_t, Buffer)] = []
    var arguments: [dnnl_exec_arg_t] = []
    for (argument, value) in values {
      var memory: dnnl_memory_t?
      // A null handle means "no memory yet".
      try check(dnnl_memory_create(&memory, value.layout.pointer, engine.handle, nil), "create", "memory")
      memories.append((memory!, value.buffer))
      arguments.append(dnnl_exec_arg_t(arg: argument, memory: memory!))
    }
    self.memories = memories
    self.arguments = arguments
  }

  deinit {
    for (memory, _) in memories { dnnl_memory_destroy(memory) }
    dnnl_primitive_destroy(handle)
  }

  func bind() throws {
    for (memory, buffer) in memories {
      try check(dnnl_memory_set_data_handle(memory, buffer.address), "bind", "memory")
    }
  }

  func run() throws {
    try check(dnnl_primitive_execute(handle, stream, Int32(arguments.count), arguments), "run", descriptor.name)
  }
}
