import Glibc

/// Zeroed memory from the system, aligned to its pages, given back when the object goes.
final class Memory {
  let bytes: Int
  let base: UnsafeMutableRawPointer

  init(bytes: Int) throws {
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

/// The working memory of an engine, which grows to what its largest plan needs.
final class Arena {
  private var memory: Memory?

  /// Memory of at least this size; a plan keeps the block it was given alive even when a later one is larger.
  func reserve(bytes: Int) throws -> Memory {
    if let memory, memory.bytes >= bytes { return memory }
    let larger = try Memory(bytes: bytes)
    memory = larger
    return larger
  }
}
