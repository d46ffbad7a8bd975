import Glibc

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
