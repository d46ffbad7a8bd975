import Graph

/// One step of a plan, with what it touches declared, so that memory can be shared between values that never meet.
struct Kernel {
  let name: String
  let reads: [Buffer]
  let writes: [Buffer]
  /// A read and a written buffer of equal layout that may be the same memory.
  var inPlace: (source: Buffer, destination: Buffer)?
  /// Called once after all buffers have their addresses.
  var bind: () throws -> Void = {}
  let run: () throws -> Void
}
