import Graph

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
