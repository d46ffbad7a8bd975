import CDNNL
import Graph

/// Collects the kernels and buffers of a plan while its tape is walked.
final class Compiler {
  /// What a plan is for: training keeps what gradients need and moves statistics; inference does neither.
  let isTraining: Bool
  /// Whether batch normalisations of an inference plan take their statistics from the batch and leave them behind.
  let measuresStatistics: Bool
  let precision: Precision
  let engine: OneDNNEngine
  /// Step number and seed, which kernels that draw random numbers read at every run.
  let clock: Clock
  private(set) var kernels: [Kernel] = []
  /// The operation that alone consumes the value being computed, for kernels that can do its work on the way.
  var follower: (any Operation)?
  /// Set by an operation that did its follower's work.
  var tookFollower = false
  /// The number of the tape line being lowered: the name of its random numbers.
  var line = 0

  init(engine: OneDNNEngine, isTraining: Bool, measuresStatistics: Bool = false, precision: Precision, clock: Clock) {
    self.engine = engine
    self.isTraining = isTraining
    self.measuresStatistics = measuresStatistics
    self.precision = precision
    self.clock = clock
  }

  /// The type of activations and of weights' working copies.
  var type: dnnl_data_type_t { precision.type }
  /// What oneDNN should prepare forward primitives for.
  var kind: dnnl_prop_kind_t { isTraining ? dnnl_forward_training : dnnl_forward_inference }

  /// New memory for a tensor.
  func value(_ layout: BufferLayout, needsGradient: Bool = false) -> Value {
    Value(buffer: Buffer(bytes: layout.bytes), layout: layout, needsGradient: needsGradient)
  }

  /// Lets oneDNN choose an implementation.
  /// - Parameters:
  ///   - hint: the forward primitive that a backward one belongs to.
  ///   - describe: fills in the operation's descriptor.
  func descriptor<D>(
    _ name: String, _ empty: D, hint: PrimitiveDescriptor? = nil, postOperations: dnnl_post_ops_t? = nil,
    _ describe: (inout D) throws -> dnnl_status_t
  ) throws -> PrimitiveDescriptor {
    var operation = empty
    try check(describe(&operation), "describe", name)
    return try withAttributes(postOperations) { attributes in
      var handle: dnnl_primitive_desc_t?
      let status = withUnsafeBytes(of: &operation) {
        dnnl_primitive_desc_create(&handle, $0.baseAddress, attributes, engine.handle, hint?.handle)
      }
      try check(status, "prepare", name)
      return PrimitiveDescriptor(handle!, name: name)
    }
  }

  /// Attributes of every primitive: scratch memory comes from the plan, which shares it between kernels.
  func withAttributes<R>(
    _ postOperations: dnnl_post_ops_t? = nil, _ body: (dnnl_primitive_attr_t) throws -> R
  ) throws -> R {
    var attributes: dnnl_primitive_attr_t?
    try check(dnnl_primitive_attr_create(&attributes), "create", "attributes")
    defer { dnnl_primitive_attr_destroy(attributes) }
    try check(dnnl_primitive_attr_set_scratchpad_mode(attributes, dnnl_scratchpad_mode_user), "set", "attributes")
    if let postOperations {
      try check(dnnl_primitive_attr_set_post_ops(attributes, postOperations), "set", "attributes")
    }
    return try body(attributes!)
  }

  /// Adds a primitive's run to the plan.
  func emit(
    _ descriptor: PrimitiveDescriptor, reads: [(Int32, Value)], writes: [(Int32, Value)],
    inPlace: (source: Value, destination: Value)? = nil
  ) throws {
    var writes = writes
    let scratchpad = descriptor.scratchpad
    if !scratchpad.isEmpty, scratchpad.bytes > 0 { writes.append((DNNL_ARG_SCRATCHPAD, value(scratchpad))) }
    let primitive = try Primitive(descriptor, reads + writes, engine: engine)
    emit(
      Kernel(
        name: descriptor.name, reads: reads.map(\.1.buffer), writes: writes.map(\.1.buffer),
        inPlace: inPlace.map { ($0.source.buffer, $0.destination.buffer) }, bind: primitive.bind, run: primitive.run))
  }

  /// Adds a kernel to the plan.
  func emit(_ kernel: Kernel) {
    // What depends on constants alone is constant itself.
    if !kernel.reads.isEmpty, kernel.reads.allSatisfy(\.isConstant) {
      for buffer in kernel.writes where !buffer.isPlaced { buffer.isConstant = true }
    }
    kernels.append(kernel)
  }

  /// Adds a Swift loop to the plan.
  func emit(
    _ name: String, reads: [Value], writes: [Value], inPlace: (source: Value, destination: Value)? = nil,
    run: @escaping () -> Void
  ) {
    emit(
      Kernel(
        name: name, reads: reads.map(\.buffer), writes: writes.map(\.buffer),
        inPlace: inPlace.map { ($0.source.buffer, $0.destination.buffer) }, run: run))
  }

  /// The value in another layout or type; itself when it is in that layout already.
  func reorder(_ value: Value, to layout: BufferLayout) throws -> Value {
    guard value.layout != layout else { return value }
    let result = self.value(layout, needsGradient: value.needsGradient)
    try copy(value, to: result)
    return result
  }

  /// Writes a value into another one's memory, in that one's layout.
  func copy(_ value: Value, to result: Value) throws {
    let descriptor = try withAttributes { attributes in
      var handle: dnnl_primitive_desc_t?
      try check(
        dnnl_reorder_primitive_desc_create(
          &handle, value.layout.pointer, engine.handle, result.layout.pointer, engine.handle, attributes),
        "prepare", "reorder")
      return PrimitiveDescriptor(handle!, name: "reorder")
    }
    try emit(descriptor, reads: [(DNNL_ARG_FROM, value)], writes: [(DNNL_ARG_TO, result)])
  }

  /// The value as row-major float32, for loops written in Swift.
  func plain(_ value: Value) throws -> Value { try reorder(value, to: .plain(value.shape)) }

  /// The sum of two gradients of one value, in the layout of the first.
  func sum(_ a: Value, _ b: Value) throws -> Value {
    let b = try reorder(b, to: a.layout)
    let result = value(a.layout)
    var pair = [a.layout.pointer.pointee, b.layout.pointer.pointee]
    let descriptor = try withAttributes { attributes in
      var handle: dnnl_primitive_desc_t?
      try check(
        dnnl_sum_primitive_desc_create(
          &handle, result.layout.pointer, 2, [1, 1], &pair, attributes, engine.handle),
        "prepare", "sum")
      return PrimitiveDescriptor(handle!, name: "sum")
    }
    try emit(
      descriptor, reads: [(DNNL_ARG_MULTIPLE_SRC, a), (DNNL_ARG_MULTIPLE_SRC + 1, b)], writes: [(DNNL_ARG_DST, result)],
      inPlace: (a, result))
    return result
  }
}

/// What random kernels derive their numbers from.
final class Clock {
  var seed: UInt64 = 0
  var step: UInt64 = 0
}
