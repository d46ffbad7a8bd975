import Glibc

/// A tensor that owns its memory: a shape and its float32 values in row-major order.
///
/// This is the form in which parameters, inputs and results cross the border of the engine; inside an `EnginePlan` values
/// live in whatever layout the processor likes best.
public struct Tensor: Sendable, Equatable {
  /// Extents, outermost axis first.
  public let shape: [Int]
  /// `shape.product` values, last axis fastest.
  public var values: [Float]

  /// Wraps values in a shape that holds exactly that many.
  public init(shape: [Int], values: [Float]) throws {
    guard shape.allSatisfy({ $0 >= 0 }), shape.product == values.count else {
      throw TensorError(cannot: "shape", "tensor", "\(values.count) values do not fill \(shape)")
    }
    self.shape = shape
    self.values = values
  }

  /// Values that are known to fill the shape.
  init(filling shape: [Int], with values: [Float]) {
    self.shape = shape
    self.values = values
  }

  /// A tensor of one value throughout.
  public init(repeating value: Float, shape: [Int]) {
    self.shape = shape
    values = [Float](repeating: value, count: shape.product)
  }
}

extension [Int] {
  /// The product of all extents: 1 for the empty shape, a scalar's. It ends at 2^56, which no memory holds; shapes may come
  /// from anywhere.
  public var product: Int {
    let most = 1 << 56
    if contains(0) { return 0 }
    return reduce(1) { product, extent in
      let (next, isBeyond) = product.multipliedReportingOverflow(by: extent)
      return isBeyond ? most : Swift.min(next, most)
    }
  }
}

/// Why tensors could not be computed: what was attempted, on what, and the cause.
public struct TensorError: Error, CustomStringConvertible, Equatable {
  /// One sentence: `cannot <verb> '<object>': <cause>`.
  public let description: String

  /// Whether a machine with more memory could do it.
  public let isLackOfMemory: Bool

  /// A sentence about one object.
  public init(cannot verb: String, _ object: String, _ cause: String, isLackOfMemory: Bool = false) {
    description = "cannot \(verb) '\(object)': \(cause)"
    self.isLackOfMemory = isLackOfMemory
  }

  /// Too little memory on this machine; or on any, for numbers that only a mistake asks for.
  init(lacking bytes: Int, for object: String) {
    let most = machineMemory, isAbsurd = bytes >= 1 << 42
    self.init(
      cannot: "hold", object,
      "it takes \(isAbsurd ? "more than 4096" : "\((bytes + (1 << 30) - 1) >> 30)") GiB; this machine has \(most >> 30) GiB",
      isLackOfMemory: !isAbsurd)
  }
}

/// Zeroed memory from the system, aligned to its pages, given back when the object goes.
public final class Memory {
  /// How many bytes.
  public let bytes: Int
  /// Where they begin.
  public let base: UnsafeMutableRawPointer

  /// Asks for so many bytes.
  public init(bytes: Int) throws {
    self.bytes = max(bytes, 1)
    let flags = MAP_PRIVATE | MAP_ANONYMOUS
    guard self.bytes <= machineMemory,
      let base = mmap(nil, self.bytes, PROT_READ | PROT_WRITE, flags, -1, 0), base != MAP_FAILED
    else {
      throw TensorError(lacking: bytes, for: "numbers of one kind")
    }
    // Two-megabyte pages: fewer faults on the first step and fewer misses in the translation buffer on all others.
    if self.bytes >= 1 << 21 { madvise(base, self.bytes, MADV_HUGEPAGE) }
    self.base = base
  }

  deinit { munmap(base, bytes) }
}

/// Bytes of memory that this process can have at most: the machine's, or less where a container or a limit says so.
///
/// The kernel promises more than there is and ends the process that uses it, so what cannot be is refused before it is asked
/// for.
let machineMemory: Int = {
  let pages = sysconf(Int32(_SC_PHYS_PAGES)), size = sysconf(Int32(_SC_PAGESIZE))
  var most = pages > 0 && size > 0 ? pages.multipliedReportingOverflow(by: size).partialValue : Int.max
  var limit = rlimit()
  if getrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit) == 0 { most = min(most, Int(clamping: limit.rlim_cur)) }
  if let file = fopen("/sys/fs/cgroup/memory.max", "re") {
    defer { fclose(file) }
    var line = [CChar](repeating: 0, count: 64)
    if fgets(&line, Int32(line.count), file) != nil {
      let text = String(decoding: line.prefix { $0 > 0x20 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
      if let bytes = Int(text) { most = min(most, bytes) }
    }
  }
  return most
}()
