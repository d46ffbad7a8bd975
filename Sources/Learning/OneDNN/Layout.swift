import CDNNL
import Graph

extension Precision {
  /// oneDNN's word for it.
  var type: dnnl_data_type_t { self == .float32 ? dnnl_f32 : dnnl_bf16 }
}

/// A shape and the way its values lie in memory: row-major, strided, or in the blocks that a primitive asked for.
final class BufferLayout {
  let shape: [Int]
  let pointer: UnsafePointer<dnnl_memory_desc_t>
  private let storage: UnsafeMutablePointer<dnnl_memory_desc_t>

  init(_ description: dnnl_memory_desc_t) {
    storage = .allocate(capacity: 1)
    storage.initialize(to: description)
    pointer = UnsafePointer(storage)
    let rank = Int(description.ndims)
    shape = withUnsafeBytes(of: description.dims) { dims in
      (0..<rank).map { Int(dims.load(fromByteOffset: $0 * 8, as: Int64.self)) }
    }
  }

  deinit { storage.deallocate() }

  /// Row-major.
  static func plain(_ shape: [Int], _ type: dnnl_data_type_t = dnnl_f32) throws -> BufferLayout {
    var strides = [Int](repeating: 1, count: shape.count)
    for axis in stride(from: shape.count - 2, through: 0, by: -1) {
      strides[axis] = strides[axis + 1] * shape[axis + 1]
    }
    return try strided(shape, strides, type)
  }

  /// Element (i, j, ...) lies at i * strides[0] + j * strides[1] + ...
  static func strided(_ shape: [Int], _ strides: [Int], _ type: dnnl_data_type_t = dnnl_f32) throws -> BufferLayout {
    var description = dnnl_memory_desc_t()
    try check(
      dnnl_memory_desc_init_by_strides(
        &description, Int32(shape.count), shape.map(Int64.init), type, strides.map(Int64.init)),
      "lay out", "tensor of shape \(shape)")
    return BufferLayout(description)
  }

  /// Whatever the primitive that is being described prefers.
  static func any(_ shape: [Int], _ type: dnnl_data_type_t) throws -> BufferLayout {
    var description = dnnl_memory_desc_t()
    try check(
      dnnl_memory_desc_init_by_tag(
        &description, Int32(shape.count), shape.map(Int64.init), type, dnnl_format_tag_any),
      "lay out", "tensor of shape \(shape)")
    return BufferLayout(description)
  }

  /// One of oneDNN's named layouts.
  static func tagged(_ shape: [Int], _ tag: dnnl_format_tag_t, _ type: dnnl_data_type_t) throws -> BufferLayout {
    var description = dnnl_memory_desc_t()
    try check(
      dnnl_memory_desc_init_by_tag(&description, Int32(shape.count), shape.map(Int64.init), type, tag),
      "lay out", "tensor of shape \(shape)")
    return BufferLayout(description)
  }

  var type: dnnl_data_type_t { pointer.pointee.data_type }
  /// Bytes in memory, the padding of blocked layouts included.
  var bytes: Int { dnnl_memory_desc_get_size(pointer) }
  /// Elements in memory, the padding of blocked layouts included.
  var elements: Int { bytes / (type == dnnl_bf16 ? 2 : type == dnnl_u8 ? 1 : 4) }
  /// Whether this is the descriptor of an argument that the primitive does not have.
  var isEmpty: Bool { pointer.pointee.ndims == 0 }

  /// The same memory under another shape, or nil when its order does not allow that.
  func reshaped(to shape: [Int]) -> BufferLayout? {
    var description = dnnl_memory_desc_t()
    let status = dnnl_memory_desc_reshape(&description, pointer, Int32(shape.count), shape.map(Int64.init))
    return status == dnnl_success ? BufferLayout(description) : nil
  }

  /// The same memory with its axes renamed: axis `i` of the result is axis `order[i]` of this.
  func permuted(_ order: [Int]) throws -> BufferLayout {
    // oneDNN asks where each axis goes; people say where each one comes from.
    var destinations = [Int32](repeating: 0, count: order.count)
    for (to, from) in order.enumerated() { destinations[from] = Int32(to) }
    var description = dnnl_memory_desc_t()
    try check(
      dnnl_memory_desc_permute_axes(&description, pointer, destinations), "permute", "axes of a tensor \(shape)")
    return BufferLayout(description)
  }

  /// A box within the same memory.
  func part(_ shape: [Int], at offsets: [Int]) throws -> BufferLayout {
    var description = dnnl_memory_desc_t()
    try check(
      dnnl_memory_desc_init_submemory(&description, pointer, shape.map(Int64.init), offsets.map(Int64.init)),
      "take", "part of a tensor \(self.shape)")
    return BufferLayout(description)
  }
}

extension BufferLayout: Equatable {
  static func == (a: BufferLayout, b: BufferLayout) -> Bool { dnnl_memory_desc_equal(a.pointer, b.pointer) != 0 }
}

/// A number that a plan stores in this form and computes with as float32.
protocol Stored {
  /// The nearest number of this form.
  init(_ value: Float)
  /// The number as float32, exactly.
  var float: Float { get }
}

extension Float: Stored {
  @inline(__always) var float: Float { self }
}

/// The upper half of a float32: 8 bits of exponent, 8 of precision.
struct BFloat16: Stored {
  let bits: UInt16

  /// Rounds to nearest, ties to even; what is no number stays none.
  @inline(__always)
  init(_ value: Float) {
    let word = value.bitPattern
    let rounded = (word &+ 0x7FFF &+ ((word >> 16) & 1)) >> 16
    let quiet = (word >> 16) | 0x40
    bits = UInt16(truncatingIfNeeded: value.isNaN ? quiet : rounded)
  }

  @inline(__always) var float: Float { Float(bitPattern: UInt32(bits) << 16) }
}
